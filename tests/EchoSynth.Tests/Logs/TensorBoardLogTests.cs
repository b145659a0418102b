using System.Text.RegularExpressions;
using EchoSynth.Imaging;
using EchoSynth.Logs;
using EchoSynth.Tests.Support;
using EchoSynth.Training;

namespace EchoSynth.Tests.Logs;

public sealed class TensorBoardLogTests
{
    private readonly string _folder = Path.Combine(Tiny.TemporaryFolder(), "runs", "one");

    [Fact]
    public void TheFileHasTensorBoardsNameAndBeginsWithTheVersion()
    {
        using var one = new TensorBoardLog(_folder, new FixedClock());
        using var two = new TensorBoardLog(_folder, new FixedClock());
        Assert.NotEqual(one.Path, two.Path);
        Assert.Matches(new Regex($@"^events\.out\.tfevents\.1709813109\.[A-Za-z0-9_-]+\.{Environment.ProcessId}\.\d+$"), Path.GetFileName(one.Path));
        var first = Assert.Single(TensorBoardFile.Read(one.Path));
        Assert.Equal(("brain.Event:2", 1709813109.25), (first.Version, first.WallTime));
        // What any TensorFlow writes there: length 24, its CRC, field 1 a double, field 3 the text.
        var bytes = File.ReadAllBytes(one.Path);
        Assert.Equal([24, 0, 0, 0, 0, 0, 0, 0, 0xA3, 0x7F, 0x4B, 0x22, 0x09], bytes[..13]);
        Assert.Equal([0x1A, 13, .. "brain.Event:2"u8], bytes[21..36]);
    }

    [Fact]
    public void ProgressBecomesScalarsAtTheImagesSeen()
    {
        var happened = Written(Happenings.Progressed() with { Progress = Happenings.Progress with { DiscriminatorRate = 1e-4, ExpectedCost = 7.5 } })[1];
        Assert.Equal((2400L, 1709813109.25), (happened.Step, happened.WallTime));
        Assert.Equal(
            [
                ("loss/discriminator", 1.25f), ("loss/l1", float.NaN), ("loss/l1.lv", 0.0625f), ("gradient_norm/denoiser", float.PositiveInfinity),
                ("rate/denoiser", 1.6e-4f), ("rate/discriminator", 1e-4f), ("run/images_per_second", 12.5f), ("run/waiting_for_data", 0.03125f),
                ("run/remaining_hours", (float)(448 / 3600.0)), ("run/resident_memory_gib", 3f), ("run/expected_cost", 7.5f),
            ],
            happened.Values.Select(v => (v.Tag, v.Scalar!.Value)));
    }

    [Fact]
    public void WhatDoesNotExistHasNoCurve()
    {
        var tags = Written(Happenings.Progressed())[1].Values.Select(v => v.Tag).ToList();
        Assert.DoesNotContain("rate/discriminator", tags);
        Assert.DoesNotContain("run/expected_cost", tags);
        Assert.Single(Written(new TrainingEvent.Saved(1, 8, Happenings.Time, "f", false), new TrainingEvent.Ended(1, 8, Happenings.Time, false)));
    }

    [Fact]
    public void AValidationBecomesFiguresAndOnePicture()
    {
        var values = Written(Happenings.Validated(samples: 2, seeds: 3))[1].Values;
        Assert.Equal(
            ["score", "psnr", "ssim", "mse", "texture_myocardium", "texture_surround", "spectrum_error", "seed_spread", "seed_spread_coarse", "crps", "dispersion"],
            values.SkipLast(1).Select(v => v.Tag["validation/".Length..]));
        Assert.Equal([(float)Happenings.Report.Score, 21.5f, 0.5f, 460, 1, 0.5f, 2.25f, 0.125f, 0.0625f, 0.25f, 0.75f], values.SkipLast(1).Select(v => v.Scalar!.Value));
        Assert.Equal("validation/samples", values[^1].Tag);
        var picture = values[^1].Picture!;
        Assert.Equal((38, 92, 3), (picture.Height, picture.Width, picture.Colours));
        var path = Path.Combine(_folder, "grid.png");
        File.WriteAllBytes(path, picture.Png);
        Assert.Equal((38, 92), (PngCodec.Read(path).Height, PngCodec.Read(path).Width));
        Assert.All(Written(Happenings.Validated(samples: 0))[1].Values, v => Assert.Null(v.Picture));
    }

    /// <summary>status 1 is START: readers drop what lies at this step or beyond, so step 300's own figures (2400 images) must not.</summary>
    [Fact]
    public void AResumedOrRolledBackTrainingMarksWhereItGoesOn()
    {
        var events = Written(Happenings.Started(), Happenings.Started(300), new TrainingEvent.RolledBack(300, 2400, Happenings.Time, 410, "NaN", 0.5));
        Assert.Equal([(0L, 1), (2401, 1), (2401, 1)], events.Where(e => e.Session is not null).Select(e => (e.Step, e.Session!.Value)));
        Assert.Equal((2400, "log/rolled_back", "From step 410 back to step 300, rates × 0.5: NaN", "text"),
            (events[^1].Step, events[^1].Values[0].Tag, events[^1].Values[0].Text, events[^1].Values[0].Plugin));
    }

    [Fact]
    public void WarningsAreTexts()
    {
        var value = Assert.Single(Written(new TrainingEvent.Warned(320, 2560, Happenings.Time, "zwei – ♥"))[1].Values);
        Assert.Equal(("log/warning", "zwei – ♥", "text"), (value.Tag, value.Text, value.Plugin));
    }

    [Fact]
    public void EveryRecordIsInTheFileAtOnceAndHalfARecordCostsOnlyItself()
    {
        using var log = new TensorBoardLog(_folder);
        log.Write(Happenings.Progressed(100));
        var whole = new FileInfo(log.Path).Length;
        Assert.Equal(2, TensorBoardFile.Read(log.Path).Count);
        log.Write(Happenings.Progressed(200));
        var bytes = File.ReadAllBytes(log.Path);
        foreach (var length in new[] { whole + 1, whole + 11, whole + 12, whole + 40, bytes.Length - 1 })
        {
            var cut = Path.Combine(_folder, $"cut-{length}");
            File.WriteAllBytes(cut, bytes[..(int)length]);
            Assert.Equal([0, 800], TensorBoardFile.Read(cut).Select(e => e.Step));
        }
    }

    [Fact]
    public void AFolderThatCannotBeIsAnErrorAtOnce()
    {
        var file = Path.Combine(Tiny.TemporaryFolder(), "file");
        File.WriteAllText(file, "");
        var error = Assert.Throws<IOException>(() => new TensorBoardLog(file));
        Assert.StartsWith(file, error.Message);
        Assert.Contains("choose another place", error.Message);
        Assert.Throws<ArgumentException>(() => new TensorBoardLog(""));
    }

    [SmallDiskFact]
    public void AReadOnlyFolderIsAnErrorAtOnceAndAFullDiskLeavesTheFileWhole()
    {
        using (var disk = new SmallDisk(readOnly: true))
            Assert.StartsWith(disk.Folder, Assert.Throws<IOException>(() => new TensorBoardLog(disk.Folder)).Message);
        using var small = new SmallDisk();
        using var log = new TensorBoardLog(small.Folder);
        var written = 1;
        var error = Assert.Throws<IOException>(() =>
        {
            for (; written < 100_000; written++)
                log.Write(Happenings.Progressed(written));
        });
        Assert.StartsWith(log.Path, error.Message);
        Assert.Equal(written, TensorBoardFile.Read(log.Path).Count);
    }

    [Fact]
    public void AClosedLogSaysSo()
    {
        var log = new TensorBoardLog(_folder);
        log.Dispose();
        Assert.Throws<ObjectDisposedException>(() => log.Write(Happenings.Progressed()));
    }

    private List<TensorBoardFile.Event> Written(params TrainingEvent[] events)
    {
        using var log = new TensorBoardLog(_folder);
        foreach (var happened in events)
            log.Write(happened);
        return TensorBoardFile.Read(log.Path);
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Happenings.Time;
    }
}
