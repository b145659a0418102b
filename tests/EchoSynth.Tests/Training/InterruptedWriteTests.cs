using EchoSynth.Checkpoints;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using Microsoft.Extensions.Logging;

namespace EchoSynth.Tests.Training;

/// <summary>Folders as a process leaves them that is killed, or runs out of disk, in the middle of a write. (The command line's tests kill one in earnest.)</summary>
public sealed class InterruptedWriteTests
{
    private static readonly TrainerOptions Options = Tiny.Training(6) with { CheckpointInterval = 2 };

    [Fact]
    public void ACheckpointThatLacksOnlyItsNameIsResumedFromAndNamed()
    {
        var (straight, folder) = (Trained(Options), Trained(Options));
        var newest = Checkpoint(folder, 6);
        Directory.Move(newest, newest + ".tmp");
        using var run = new Run(Options);
        Assert.True(run.Trainer.Resume(folder));
        Assert.Equal(6, run.Trainer.Step);
        run.Trainer.Train(Tiny.Data(), folder);
        Same(straight, folder);
    }

    [Fact]
    public void HalfWrittenThingsGoWithoutFuss()
    {
        var (straight, folder) = (Trained(Options), Trained(Options with { Images = 8 }));
        Directory.Move(Checkpoint(folder, 4), Checkpoint(folder, 6) + ".tmp"); // to be half of one
        File.Delete(Path.Combine(Checkpoint(folder, 6) + ".tmp", "state.json"));
        Directory.CreateDirectory(Path.Combine(folder, "best"));
        var name = $".{Guid.NewGuid():N}.tmp";
        string[] leftovers = ["denoiser.safetensors" + name, "config.json" + name, Path.Combine("best", "denoiser.safetensors" + name)];
        foreach (var file in leftovers)
            File.WriteAllText(Path.Combine(folder, file), "half");
        File.WriteAllText(Path.Combine(folder, "mine.tmp"), "not the library's");

        // Eight images are another training; the checkpoint of this one takes the place of that.
        Copy(Checkpoint(Trained(Options, keep: 3), 4), Checkpoint(folder, 4));
        var logger = new Warnings();
        using var run = new Run(Options, logger);
        Assert.True(run.Trainer.Resume(folder));
        Assert.Equal(4, run.Trainer.Step);
        Assert.Empty(logger.Messages);
        run.Trainer.Train(Tiny.Data(), folder);
        Assert.All(leftovers, f => Assert.False(File.Exists(Path.Combine(folder, f))));
        Assert.Empty(Directory.GetDirectories(Path.Combine(folder, "training"), "*.tmp"));
        Assert.Equal("not the library's", File.ReadAllText(Path.Combine(folder, "mine.tmp")));
        Assert.Equal(File.ReadAllBytes(Path.Combine(straight, "denoiser.safetensors")), File.ReadAllBytes(Path.Combine(folder, "denoiser.safetensors")));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("denoiser.safetensors")]
    [InlineData(null)]
    public void AModelBehindItsLastCheckpointCatchesUp(string? missing)
    {
        // Killed after the last checkpoint and before its model: what stands there is that of the checkpoint before, or nothing.
        var (straight, folder) = (Trained(Options), Trained(Options));
        if (missing is not null)
            File.Delete(Path.Combine(folder, missing));
        else
            File.WriteAllText(Path.Combine(folder, "config.json"), File.ReadAllText(Path.Combine(folder, "config.json")).Replace("\"trainedImages\": \"12\"", "\"trainedImages\": \"8\"", StringComparison.Ordinal));
        if (missing != "denoiser.safetensors")
            File.WriteAllText(Path.Combine(folder, "denoiser.safetensors"), "older weights");
        using var run = new Run(Options);
        Assert.True(run.Trainer.Resume(folder));
        run.Trainer.Train(Tiny.Data(), folder);
        Same(straight, folder);
    }

    [Fact]
    public void AHalfRemovedCheckpointIsNoCheckpoint()
    {
        var folder = Trained(Options);
        Directory.Move(Checkpoint(folder, 4), Checkpoint(folder, 4) + ".tmp");
        File.Delete(Path.Combine(Checkpoint(folder, 4) + ".tmp", "average.safetensors"));
        var logger = new Warnings();
        using var run = new Run(Options, logger);
        Assert.True(run.Trainer.Resume(folder));
        Assert.Equal(6, run.Trainer.Step);
        run.Trainer.Train(Tiny.Data(), folder);
        Assert.Equal(["step-000000006"], Directory.GetDirectories(Path.Combine(folder, "training")).Select(Path.GetFileName));
        Assert.Empty(logger.Messages);
    }

    [Fact]
    public void TheOnlyWholeCheckpointIsNotPushedOutByADamagedLaterOne()
    {
        var folder = Trained(Options);
        File.WriteAllText(Path.Combine(Checkpoint(folder, 6), "average.safetensors"), "damaged");
        using (var run = new Run(Options with { CheckpointInterval = 5, CheckpointsKept = 1 }))
        {
            using var cancel = new CancellationTokenSource();
            Assert.True(run.Trainer.Resume(folder));
            Assert.Equal(4, run.Trainer.Step);
            run.Trainer.Happened += (_, happened) =>
            {
                if (happened is TrainingEvent.Saved { Step: 5 })
                    cancel.Cancel();
            };
            Assert.Throws<OperationCanceledException>(() => run.Trainer.Train(Tiny.Data(), folder, cancellationToken: cancel.Token));
        }
        Assert.Equal(["step-000000005"], Directory.GetDirectories(Path.Combine(folder, "training")).Select(Path.GetFileName));
        using var again = new Run(Options);
        Assert.True(again.Trainer.Resume(folder));
        Assert.Equal(5, again.Trainer.Step);
    }

    [Fact]
    public void ARollBackAfterResumingGoesWhereItWouldHaveGone()
    {
        // Snapshots every 3 steps, checkpoints every 2: after step 4 the newest state to go back to is the checkpoint, resumed or not.
        var options = Options with { Images = 16, SnapshotInterval = 3 };
        long GoesBackTo(bool resumed)
        {
            var folder = resumed ? Trained(options, stopAfter: 4) : Tiny.TemporaryFolder();
            using var run = new Run(options);
            if (resumed)
                Assert.True(run.Trainer.Resume(folder));
            var to = -1L;
            run.Trainer.Happened += (_, happened) =>
            {
                if (happened is TrainingEvent.Progressed { Step: 5 } && to < 0)
                {
                    using var frozen = TorchSharp.torch.no_grad();
                    run.Model.Denoiser.Module.parameters().First().fill_(double.NaN);
                }
                if (happened is TrainingEvent.RolledBack)
                    to = happened.Step;
            };
            run.Trainer.Train(Tiny.Data(), folder);
            return to;
        }

        Assert.Equal(4, GoesBackTo(false));
        Assert.Equal(4, GoesBackTo(true));
    }

    [SmallDiskTheory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(48)]
    [InlineData(120)]
    [InlineData(200)]
    public void AFullDiskEndsTheTrainingAndNothingElse(int kilobytesLeft)
    {
        var straight = Trained(Options);
        using var disk = new SmallDisk(kilobytes: 4096);
        var (folder, ballast) = (Path.Combine(disk.Folder, "model"), Path.Combine(disk.Folder, "ballast"));
        using (var run = new Run(Options))
        {
            run.Trainer.Happened += (_, happened) =>
            {
                if (happened is TrainingEvent.Progressed { Step: 3 })
                    Fill(ballast, kilobytesLeft);
            };
            var error = Assert.Throws<IOException>(() => run.Trainer.Train(Tiny.Data(), folder));
            Assert.StartsWith(folder, error.Message, StringComparison.Ordinal);
            Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
            Assert.Contains("the disk has room", error.Message, StringComparison.Ordinal);
        }
        Assert.Empty(Directory.GetFileSystemEntries(folder, "*.tmp", SearchOption.AllDirectories));
        Assert.True(Directory.Exists(Checkpoint(folder, 2)));
        File.Delete(ballast);

        using var again = new Run(Options);
        Assert.True(again.Trainer.Resume(folder));
        again.Trainer.Train(Tiny.Data(), folder);
        Same(straight, folder);
    }

    private static void Fill(string ballast, int kilobytesLeft)
    {
        using var file = new FileStream(ballast, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        try
        {
            while (true)
                file.Write(new byte[4096]);
        }
        catch (IOException)
        {
            file.SetLength(Math.Max(0, file.Length - 1024L * kilobytesLeft));
        }
    }

    private static string Trained(TrainerOptions options, int keep = 2, long stopAfter = long.MaxValue)
    {
        var folder = Tiny.TemporaryFolder();
        using var run = new Run(options with { CheckpointsKept = keep });
        using var cancel = new CancellationTokenSource();
        run.Trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.Progressed && happened.Step == stopAfter)
                cancel.Cancel();
        };
        try
        {
            run.Trainer.Train(Tiny.Data(), folder, cancellationToken: cancel.Token);
        }
        catch (OperationCanceledException) when (stopAfter < long.MaxValue)
        {
            // As asked for.
        }
        return folder;
    }

    private static string Checkpoint(string folder, int step) => Path.Combine(folder, "training", $"step-{step:D9}");

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static void Same(string expected, string actual)
    {
        string[] Files(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];
        Assert.Equal(Files(expected), Files(actual));
        Assert.All(Files(expected), f => Assert.Equal(File.ReadAllBytes(Path.Combine(expected, f)), File.ReadAllBytes(Path.Combine(actual, f))));
    }

    private sealed class Run : IDisposable
    {
        private readonly EchoSynth.Discriminators.PatchDiscriminator _patch = Tiny.Patch();

        public Run(TrainerOptions options, ILogger<Trainer>? logger = null)
        {
            Model = Tiny.Model();
            Trainer = new Trainer(Model, _patch, options, logger);
        }

        public EchoModel Model { get; }

        public Trainer Trainer { get; }

        public void Dispose()
        {
            Trainer.Dispose();
            Model.Dispose();
            _patch.Dispose();
        }
    }

    private sealed class Warnings : ILogger<Trainer>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Messages.Add(formatter(state, exception));
        }
    }
}
