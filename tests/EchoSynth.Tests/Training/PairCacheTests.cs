using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using Microsoft.Extensions.Options;

namespace EchoSynth.Tests.Training;

public sealed class PairCacheTests : IDisposable
{
    private readonly string _folder = Tiny.TemporaryFolder();

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void PairsAreTheSameToTheBitOnDiskAndInMemory()
    {
        using var memory = TrainingSet.Load(new Large(8), 128);
        using var disk = TrainingSet.Load(new Large(8), 128, options: Small);
        // Without a name on Unix, so that it goes even where the process is killed.
        Assert.Equal(OperatingSystem.IsWindows() ? 1 : 0, Directory.GetFiles(_folder).Length);
        Assert.Equal((0, 8 * 5L * 128 * 128), (((PairCache)memory.Pairs).ScratchLength, ((PairCache)disk.Pairs).ScratchLength));
        Assert.Equal(memory.Fingerprint(), disk.Fingerprint());
        Assert.Equal(memory.UsualSector(), disk.UsualSector());
        foreach (var i in new[] { 7, 0, 5, 7 })
        {
            Assert.Equal(memory.Pairs[i].Item, disk.Pairs[i].Item);
            Assert.Equal(memory.Pairs[i].Image.Pixels, disk.Pairs[i].Image.Pixels);
            Assert.Equal(memory.Pairs[i].Image.Spacing, disk.Pairs[i].Mask.Spacing);
            Assert.Equal(memory.Pairs[i].Mask.Labels, disk.Pairs[i].Mask.Labels);
        }
        Assert.Equal(1, Scratch());
        disk.Dispose();
        Assert.Equal(0, Scratch());
    }

    [Fact]
    public void ATrainingFromDiskEndsWithTheSameWeights()
    {
        string Train(TrainingSetOptions? options)
        {
            using var data = TrainingSet.Load(new Large(6), Tiny.Size, options: options);
            using var model = Tiny.Model();
            using var patch = Tiny.Patch();
            using var trainer = new Trainer(model, patch, Tiny.Training(4));
            trainer.Train(data);
            return model.WeightsHash();
        }
        Assert.Equal(Train(null), Train(Small));
    }

    [Fact]
    public void MemoryIsBounded()
    {
        using var warm = TrainingSet.Load(new Large(2), 256, options: Small);
        var before = GC.GetTotalMemory(true);
        using var data = TrainingSet.Load(new Large(100), 256, options: Small with { MemoryMiB = 4 });
        // All 100 would take 31 MiB.
        Assert.InRange(GC.GetTotalMemory(true) - before, 0, 8 << 20);
        Assert.Equal("99", data.Pairs[99].Item.Id);
    }

    [Fact]
    public void WhatCannotBeWrittenIsSaidWithThePlaceAndTheWayOut()
    {
        var error = Assert.Throws<IOException>(() => TrainingSet.Load(new Large(4), 128, options: Small with { ScratchFolder = Path.Combine(_folder, "none") }));
        Assert.Contains(Path.Combine(_folder, "none"), error.Message, StringComparison.Ordinal);
        Assert.Contains("ScratchFolder", error.Message, StringComparison.Ordinal);
        Assert.Throws<OptionsValidationException>(() => TrainingSet.Load(new Large(4), 128, options: new TrainingSetOptions { MemoryMiB = -1 }));
        Assert.Throws<OptionsValidationException>(() => TrainingSet.Load(new Large(4), 128, options: new TrainingSetOptions { Framing = new FramingOptions { Margin = 3 } }));
    }

    [Fact]
    public void ADamagedFileOrACancellationLeavesNoScratchFile()
    {
        Assert.Throws<EchoFormatException>(() => TrainingSet.Load(new Large(6, damaged: 5), 128, options: Small));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => TrainingSet.Load(new Large(6), 128, options: Small, cancellationToken: cancelled.Token));
        Assert.Equal(0, Scratch());
    }

    [Fact]
    public void TheFramingGoesIntoTheModelAndItsFolder()
    {
        var framing = new FramingOptions { Extent = FrameExtent.Sector, WhitePercentile = 99 };
        using var data = TrainingSet.Load(new Large(4), Tiny.Size, options: new TrainingSetOptions { Framing = framing });
        using (var model = Tiny.Model())
        {
            using var patch = Tiny.Patch();
            using var trainer = new Trainer(model, patch, Tiny.Training(1));
            trainer.Train(data, _folder);
            Assert.Equal(framing, model.Framing);
        }
        using (var loaded = EchoSynth.Checkpoints.EchoModel.Load(_folder))
            Assert.Equal(framing, loaded.Framing);
        var config = Path.Combine(_folder, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"whitePercentile\": 99", "\"whitePercentile\": 9", StringComparison.Ordinal));
        Assert.Contains("WhitePercentile is 9", Assert.Throws<EchoSynth.Checkpoints.ModelFormatException>(() => EchoSynth.Checkpoints.EchoModel.Load(_folder)).Message, StringComparison.Ordinal);
    }

    /// <summary>Scratch files of this test that are open, by name or, on Linux, by handle: there they have no name.</summary>
    private int Scratch() => Directory.GetFiles(_folder).Length + (!OperatingSystem.IsLinux() ? 0
        : Directory.GetFileSystemEntries("/proc/self/fd").Count(fd => new FileInfo(fd).LinkTarget?.StartsWith(_folder, StringComparison.Ordinal) == true));

    private TrainingSetOptions Small => new() { MemoryMiB = 0, ScratchFolder = _folder };

    /// <summary>Recordings that differ, made on demand.</summary>
    private sealed class Large(int count, int damaged = -1) : IEchoDataset
    {
        public string Name => "large";

        public IReadOnlyList<EchoItem> Items { get; } = [.. Enumerable.Range(0, count).Select(i => new EchoItem($"{i}", $"{i}", EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Training, "", ""))];

        public EchoPair Load(EchoItem item)
        {
            var which = int.Parse(item.Id, System.Globalization.CultureInfo.InvariantCulture);
            if (which == damaged)
                throw new EchoFormatException("file", null, "is damaged.");
            var mask = Tiny.Mask(which, 40);
            return new EchoPair(item, new EchoImage(40, 40, mask.Labels.ToArray().Select((l, i) => (l + i % (which + 2)) / 110f).ToArray(), mask.Spacing), mask);
        }
    }
}
