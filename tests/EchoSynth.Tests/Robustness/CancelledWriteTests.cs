using System.Diagnostics;
using System.Security.Cryptography;
using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Synthesis;
using EchoSynth.Tests.Support;
using EchoSynth.Training;

namespace EchoSynth.Tests.Robustness;

/// <summary>Cancelled at moments spread over the whole of the work: nothing half-written is left, and the same call goes on to the same end.</summary>
public sealed class CancelledWriteTests : IDisposable
{
    private const int Moments = 10;
    private readonly string _root = Tiny.TemporaryFolder();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void ATraining()
    {
        var options = Tiny.Training(8) with { CheckpointInterval = 1, Validation = new ValidationOptions { Interval = 2, Pairs = 2, SpreadPairs = 1, Seeds = 2 } };
        void Train(string folder, CancellationToken stop)
        {
            using var model = Tiny.Model();
            using var patch = Tiny.Patch();
            using var trainer = new Trainer(model, patch, options);
            trainer.Resume(folder);
            trainer.Train(Tiny.Data(), folder, HeldOut(), cancellationToken: stop);
        }
        var straight = Straight(Train);
        AtMoments(straight.Took, Train, folder =>
        {
            if (File.Exists(Path.Combine(folder, "config.json")))
                EchoModel.Load(folder).Dispose();
            if (File.Exists(Path.Combine(folder, "best", "config.json")))
                EchoModel.Load(Path.Combine(folder, "best")).Dispose();
            Assert.True(!Directory.Exists(Path.Combine(folder, "training")) || Trainer.SavedOptions(folder) is not null);
        }, straight.Files);
    }

    [Theory]
    [InlineData(SynthesisLayout.Png)]
    [InlineData(SynthesisLayout.CamusMetaImage)]
    public void ADataSet(SynthesisLayout layout)
    {
        using var model = Tiny.Model();
        var sources = Sources();
        void Write(string folder, CancellationToken stop) => SyntheticDataset.Write(model, sources, folder, new SyntheticDatasetOptions { Count = 12, Layout = layout }, null, stop);
        var straight = Straight(Write);
        AtMoments(straight.Took, Write, folder =>
        {
            foreach (var file in Directory.GetFiles(folder, "*.png", SearchOption.AllDirectories))
                PngCodec.Read(file);
            foreach (var file in Directory.GetFiles(folder, "*.mhd", SearchOption.AllDirectories))
                EchoFile.ReadVolume(file);
            Assert.Equal(File.Exists(Path.Combine(folder, "README.md")), File.Exists(Path.Combine(folder, "manifest.jsonl")));
        }, straight.Files);
    }

    [SmallDiskFact]
    public void AFullDiskEndsADataSetThatGoesOnWhereThereIsRoom()
    {
        using var model = Tiny.Model();
        var sources = Sources();
        foreach (var layout in (SynthesisLayout[])[SynthesisLayout.Png, SynthesisLayout.Nifti, SynthesisLayout.CamusNifti, SynthesisLayout.CamusMetaImage])
        {
            void Write(string folder, CancellationToken stop) => SyntheticDataset.Write(model, sources, folder, new SyntheticDatasetOptions { Count = 12, Layout = layout }, null, stop);
            var straight = Straight(Write);
            using var disk = new SmallDisk(kilobytes: 1024);
            var (folder, ballast) = (Path.Combine(disk.Folder, "set"), Path.Combine(disk.Folder, "ballast"));
            File.WriteAllBytes(ballast, new byte[960 << 10]);
            var error = Assert.Throws<IOException>(() => Write(folder, default));
            Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(folder, "*.tmp", SearchOption.AllDirectories));
            Assert.False(File.Exists(Path.Combine(folder, "manifest.jsonl")));
            File.Delete(ballast);
            Write(folder, default);
            Assert.Equal(straight.Files, Files(folder));
        }
    }

    private (TimeSpan Took, Dictionary<string, string> Files) Straight(Action<string, CancellationToken> work)
    {
        work(Path.Combine(_root, Guid.NewGuid().ToString("N")), default); // what is done once in a process
        var (folder, clock) = (Path.Combine(_root, Guid.NewGuid().ToString("N")), Stopwatch.StartNew());
        work(folder, default);
        return (clock.Elapsed, Files(folder));
    }

    /// <summary>Cancels the work at moments spread over <paramref name="whole"/>, until half of the moments were in time; a machine that has become faster than it was shortens the whole.</summary>
    private void AtMoments(TimeSpan whole, Action<string, CancellationToken> work, Action<string> check, Dictionary<string, string> expected)
    {
        var cancelled = new HashSet<int>(); // the first moment is always in time, so the same one counts once
        for (var i = 0; i < Moments || cancelled.Count < Moments / 2; i++)
        {
            Assert.True(i < 5 * Moments, $"{cancelled.Count} of {Moments} moments were in time, in {i} tries");
            var folder = Path.Combine(_root, Guid.NewGuid().ToString("N"));
            using (var stop = new CancellationTokenSource())
            {
                var clock = Stopwatch.StartNew();
                stop.CancelAfter(whole * (i % Moments) / Moments);
                try
                {
                    work(folder, stop.Token);
                    whole = clock.Elapsed < whole ? clock.Elapsed : whole;
                }
                catch (OperationCanceledException)
                {
                    cancelled.Add(i % Moments);
                }
            }
            if (Directory.Exists(folder))
            {
                Assert.Empty(Directory.GetFileSystemEntries(folder, "*.tmp", SearchOption.AllDirectories));
                check(folder);
            }
            work(folder, default);
            var files = Files(folder);
            var differ = expected.Keys.Union(files.Keys).Where(f => expected.GetValueOrDefault(f) != files.GetValueOrDefault(f)).ToArray();
            Assert.True(differ.Length == 0, $"cancelled at {i % Moments}/{Moments} of {whole}: {string.Join(", ", differ)}");
        }
    }

    private static SynthesisSource[] Sources() => [.. Enumerable.Range(0, 6).Select(i =>
    {
        var phase = i % 2 == 0 ? CardiacPhase.EndDiastole : CardiacPhase.EndSystole;
        var id = $"patient{i / 2 + 1:D4}_4CH_{phase.ShortName()}";
        return new SynthesisSource(new EchoItem(id, id[..11], EchoView.FourChamber, phase, DatasetSplit.Training, "", ""), $"masks/{id}_gt.png", () => new SynthesisInput(Tiny.Mask(i)));
    })];

    private static Dictionary<string, string> Files(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .ToDictionary(f => Path.GetRelativePath(folder, f), f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))));

    private static TrainingSet HeldOut() => new([.. Tiny.Data(2).Pairs.Select(p => p with { Item = p.Item with { Id = "h" + p.Item.Id, PatientId = "h" + p.Item.PatientId } })]);
}
