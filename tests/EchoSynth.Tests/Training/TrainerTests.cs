using EchoSynth.Checkpoints;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using Microsoft.Extensions.Options;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Training;

public sealed class TrainerTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.7, 0.02)]
    public void TwentyStepsAreTenSavedLoadedAndTenMoreBitForBit(double spread, double noise)
    {
        var (straight, stopped) = (Tiny.TemporaryFolder(), Tiny.TemporaryFolder());
        using (var run = new Run(20, spread: spread, noise: noise))
            run.Trainer.Train(Tiny.Data(), straight);

        using (var run = new Run(20, spread: spread, noise: noise))
        {
            using var cancel = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => run.Trainer.Train(Tiny.Data(), stopped, null, new CancelAt(10, cancel), cancel.Token));
            Assert.Equal(10, run.Trainer.Step);
        }
        using (var run = new Run(20, initSeed: 77, spread: spread, noise: noise))
        {
            Assert.True(run.Trainer.Resume(stopped));
            Assert.Equal(10, run.Trainer.Step);
            run.Trainer.Train(Tiny.Data(), stopped);
        }

        foreach (var file in (string[])["denoiser.safetensors", "config.json", .. Directory.GetFiles(Path.Combine(straight, "training", "step-000000020")).Select(f => Path.GetRelativePath(straight, f))])
            Assert.Equal(File.ReadAllBytes(Path.Combine(straight, file)), File.ReadAllBytes(Path.Combine(stopped, file)));
        Assert.NotEqual(
            File.ReadAllBytes(Path.Combine(straight, "denoiser.safetensors")),
            File.ReadAllBytes(Path.Combine(straight, "training", "step-000000020", "denoiser.safetensors")));
    }

    [Fact]
    public void TheSameCallGivesTheSameWeightsAndAnotherSeedOthers()
    {
        byte[] Train(long seed)
        {
            var folder = Tiny.TemporaryFolder();
            using var run = new Run(4, seed);
            run.Trainer.Train(Tiny.Data(), folder);
            return File.ReadAllBytes(Path.Combine(folder, "denoiser.safetensors"));
        }

        Assert.Equal(Train(3), Train(3));
        Assert.NotEqual(Train(3), Train(4));
    }

    [Fact]
    public void ThreeHundredStepsLeaveNoTensorsAndNoMemoryBehind()
    {
        using var run = new Run(330);
        var tensors = new List<long>();
        var memory = new List<long>();
        run.Trainer.Train(Tiny.Data(), progress: new Each(p =>
        {
            if (p.Step is not (30 or 130 or 230 or 330))
                return;
            memory.Add(ResidentMemory.Read());
            tensors.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }));

        Assert.Equal(4, tensors.Count);
        Assert.All(tensors, t => Assert.Equal(tensors[0], t));
        // A leak shows in every hundred steps alike; the collector's own ups and downs do not.
        var growth = memory.Zip(memory.Skip(1)).Min(m => m.Second - m.First);
        Assert.True(growth < 2L << 20, $"resident memory in MiB after 30, 130, 230, 330 steps: {string.Join(", ", memory.Select(m => m >> 20))}");
    }

    [Fact]
    public void TrainingLowersTheReconstructionLoss()
    {
        using var run = new Run(150);
        var l1 = new List<double>();
        run.Trainer.Train(Tiny.Data(), progress: new Each(p => l1.Add(p.Losses["l1"])));
        Assert.Equal(150, l1.Count);
        Assert.True(l1.TakeLast(20).Average() < 0.6 * l1.Take(5).Average(), $"from {l1.Take(5).Average():F3} to {l1.TakeLast(20).Average():F3}");
    }

    [Fact]
    public void ProgressTellsStepsImagesLossesAndTime()
    {
        using var run = new Run(6);
        var reports = new List<TrainingProgress>();
        run.Trainer.Train(Tiny.Data(), progress: new Each(reports.Add));
        Assert.Equal([1L, 2, 3, 4, 5, 6], reports.Select(r => r.Step));
        Assert.Equal(12, reports[^1].ImagesSeen);
        Assert.Equal(TimeSpan.Zero, reports[^1].Remaining);
        Assert.True(reports[2].Remaining > TimeSpan.Zero && reports[2].ImagesPerSecond > 0);
        Assert.Equal(["adversarial", "discriminator", "l1", "r1"], reports[0].Losses.Keys.Order());
        Assert.DoesNotContain("r1", reports[1].Losses.Keys); // lazy: steps 0, 3, …
        Assert.Contains("r1", reports[3].Losses.Keys);
    }

    [Fact]
    public void TheSpreadTermRewardsDifferencesBetweenLatents()
    {
        double Spread(double weight)
        {
            using var run = new Run(120, spread: weight, noise: 0.1);
            var last = 0.0;
            run.Trainer.Train(Tiny.Data(), progress: new Each(p => last = p.Losses["spread"]));
            return last;
        }

        Assert.True(Spread(0.9) > 1.5 * Spread(1e-9));
    }

    [Fact]
    public void AverageWarmsUp()
    {
        Assert.Equal(2.0 / 11, WeightAverage.Decay(0.999, 1));
        Assert.Equal(0.999, WeightAverage.Decay(0.999, 1_000_000));
    }

    [Fact]
    public void AveragedWeightsAreInPlaceOnlyWhileAskedFor()
    {
        using var run = new Run(3);
        run.Trainer.Train(Tiny.Data());
        var raw = run.Model.WeightsHash();
        using (run.Trainer.UseAveragedWeights())
            Assert.NotEqual(raw, run.Model.WeightsHash());
        Assert.Equal(raw, run.Model.WeightsHash());
    }

    [Fact]
    public void EveryWrongOptionIsNamed()
    {
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        var error = Assert.Throws<OptionsValidationException>(() => new Trainer(model, patch, new TrainerOptions { BatchSize = 0, DenoiserRate = -1, R1Interval = 0 }));
        Assert.Equal(
            ["BatchSize is 0; it must be between 1 and 1024.", "DenoiserRate is -1; it must be between 1E-08 and 1.", "R1Interval is 0; it must be between 1 and 1000."],
            error.Failures);
    }

    [Theory]
    [InlineData("a byte of the weights")]
    [InlineData("a file gone")]
    [InlineData("the step in state.json")]
    [InlineData("half of state.json")]
    [InlineData("state.json gone")]
    [InlineData("state.sha256 gone")]
    public void ADamagedCheckpointIsPassedOverWithAWarningForTheOneBefore(string damage)
    {
        var folder = Tiny.TemporaryFolder();
        using (var run = new Run(6, checkpointInterval: 2))
            run.Trainer.Train(Tiny.Data(), folder);
        Assert.Equal(["step-000000004", "step-000000006"], Directory.GetDirectories(Path.Combine(folder, "training")).Select(Path.GetFileName).Order());
        var newest = Path.Combine(folder, "training", "step-000000006");
        var state = Path.Combine(newest, "state.json");
        switch (damage)
        {
            case "a byte of the weights":
                using (var file = File.OpenWrite(Path.Combine(newest, "discriminator.safetensors")))
                {
                    file.Seek(-5, SeekOrigin.End);
                    file.WriteByte(0x55);
                }
                break;
            case "a file gone": File.Delete(Path.Combine(newest, "average.safetensors")); break;
            case "the step in state.json": File.WriteAllText(state, File.ReadAllText(state).Replace("\"step\": 6", "\"step\": 7", StringComparison.Ordinal)); break;
            case "half of state.json": File.WriteAllText(state, File.ReadAllText(state)[..200]); break;
            case "state.json gone": File.Delete(state); break;
            default: File.Delete(Path.Combine(newest, "state.sha256")); break;
        }

        var log = new WarningLog();
        using var again = new Run(6, checkpointInterval: 2, logger: log);
        Assert.True(again.Trainer.Resume(folder));
        Assert.Equal(4, again.Trainer.Step);
        Assert.Contains("step-000000006 is damaged and passed over", Assert.Single(log.Messages));
    }

    private sealed class WarningLog : Microsoft.Extensions.Logging.ILogger<Trainer>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => logLevel >= Microsoft.Extensions.Logging.LogLevel.Warning;

        public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add(formatter(state, exception));
    }

    [Fact]
    public void TheOptionsOfATrainingAreReadFromItsNewestWholeCheckpoint()
    {
        var folder = Tiny.TemporaryFolder();
        Assert.Null(Trainer.SavedOptions(folder));
        using (var run = new Run(4, seed: 7, checkpointInterval: 2))
            run.Trainer.Train(Tiny.Data(), folder);
        var options = Tiny.Training(4) with { Seed = 7, CheckpointInterval = 2 };
        Assert.Equal(options, Trainer.SavedOptions(folder));
        File.Delete(Path.Combine(folder, "training", "step-000000004", "average.safetensors"));
        Assert.Equal(options, Trainer.SavedOptions(folder));
        Directory.Delete(Path.Combine(folder, "training", "step-000000002"), recursive: true);
        Assert.Null(Trainer.SavedOptions(folder));
    }

    [Fact]
    public void ResumingWithOtherOptionsOrOtherDataIsRefused()
    {
        var folder = Tiny.TemporaryFolder();
        using (var run = new Run(2))
            run.Trainer.Train(Tiny.Data(), folder);

        using (var other = new Run(2, seed: 9))
            Assert.Contains("other options", Assert.Throws<ModelFormatException>(() => other.Trainer.Resume(folder)).Message);
        using var same = new Run(2);
        Assert.True(same.Trainer.Resume(folder));
        Assert.Contains("other pairs", Assert.Throws<ArgumentException>(() => same.Trainer.Train(Tiny.Data(5), folder)).Message);
        using var fresh = new Run(2);
        Assert.False(fresh.Trainer.Resume(Tiny.TemporaryFolder()));
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsFoundOutBeforeTraining()
    {
        var file = Path.Combine(Tiny.TemporaryFolder(), "file");
        File.WriteAllText(file, "");
        using var run = new Run(2);
        var error = Assert.ThrowsAny<IOException>(() => run.Trainer.Train(Tiny.Data(), Path.Combine(file, "model")));
        Assert.Contains("cannot be written", error.Message);
        Assert.Equal(0, run.Trainer.Step);
    }

    [Fact]
    public void DataOfAnotherSizeIsRefused()
    {
        using var model = new EchoModel(new EchoSynth.Denoisers.SpadeUNetDenoiser(Tiny.SpadeOptions), 32);
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(1));
        Assert.Contains("16 × 16", Assert.Throws<ArgumentException>(() => trainer.Train(Tiny.Data())).Message);
    }

    [Fact]
    public void AFolderWithAnotherTrainingsCheckpointsIsRefused()
    {
        var folder = Tiny.TemporaryFolder();
        using (var run = new Run(4, checkpointInterval: 2))
            run.Trainer.Train(Tiny.Data(), folder);
        var before = File.ReadAllBytes(Path.Combine(folder, "denoiser.safetensors"));

        using var other = new Run(2, seed: 8);
        Assert.Contains("Call Resume", Assert.Throws<ArgumentException>(() => other.Trainer.Train(Tiny.Data(), folder)).Message);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(folder, "denoiser.safetensors")));
    }

    [Fact]
    public void AResumedTrainingReplacesTheDamagedCheckpointItPassedOver()
    {
        var folder = Tiny.TemporaryFolder();
        using (var run = new Run(6, checkpointInterval: 2))
            run.Trainer.Train(Tiny.Data(), folder);
        var damaged = Path.Combine(folder, "training", "step-000000006", "average.safetensors");
        var whole = File.ReadAllBytes(damaged);
        File.WriteAllBytes(damaged, whole[..100]);

        using var again = new Run(6, checkpointInterval: 2);
        Assert.True(again.Trainer.Resume(folder));
        again.Trainer.Train(Tiny.Data(), folder);
        Assert.Equal(whole, File.ReadAllBytes(damaged));
    }

    [Fact]
    public void ADivergedModelIsNeverSaved()
    {
        var folder = Tiny.TemporaryFolder();
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(8) with { CheckpointInterval = 2, ReportInterval = 100 });
        using (no_grad())
            model.Denoiser.Module.parameters().First().fill_(double.NaN);
        Assert.Throws<TrainingDivergedException>(() => trainer.Train(Tiny.Data(), folder));
        Assert.False(Directory.Exists(Path.Combine(folder, "training")));
    }

    [Fact]
    public void ResumingWithAnotherDiscriminatorChangesNothing()
    {
        var folder = Tiny.TemporaryFolder();
        using (var run = new Run(2))
            run.Trainer.Train(Tiny.Data(), folder);
        using var model = Tiny.Model();
        using var patch = new EchoSynth.Discriminators.PatchDiscriminator(Tiny.PatchOptions with { HighPassGain = 2 });
        using var trainer = new Trainer(model, patch, Tiny.Training(2));
        var before = model.WeightsHash();
        Assert.Contains("discriminator of other options", Assert.Throws<ModelFormatException>(() => trainer.Resume(folder)).Message);
        Assert.Equal(before, model.WeightsHash());
    }

    [Fact]
    public void TheDiscriminatorComesBackAsItWasLent()
    {
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(1));
        trainer.Train(Tiny.Data());
        Assert.All(patch.parameters(), p => Assert.True(p.requires_grad));
        Assert.False(patch.training);
        Assert.False(model.Denoiser.Module.training);
    }

    private sealed class Run : IDisposable
    {
        private readonly EchoSynth.Discriminators.PatchDiscriminator _patch = Tiny.Patch();

        public Run(int steps, long seed = 3, int checkpointInterval = 1_000_000, long initSeed = 1, double spread = 0, double noise = 0, Microsoft.Extensions.Logging.ILogger<Trainer>? logger = null)
        {
            var options = Tiny.SpadeOptions with { LayerNoise = noise };
            Model = new EchoModel(new EchoSynth.Denoisers.SpadeUNetDenoiser(options), Tiny.Size);
            if (initSeed != 1)
                Reseed(Model, options with { InitSeed = initSeed });
            Trainer = new Trainer(Model, _patch, Tiny.Training(steps) with { Seed = seed, CheckpointInterval = checkpointInterval, SpreadWeight = spread }, logger);
        }

        public EchoModel Model { get; }

        public Trainer Trainer { get; }

        public void Dispose()
        {
            Trainer.Dispose();
            Model.Dispose();
            _patch.Dispose();
        }

        /// <summary>Same options, other starting weights: what resuming must overwrite.</summary>
        private static void Reseed(EchoModel model, EchoSynth.Denoisers.SpadeUNetOptions options)
        {
            using var other = new EchoSynth.Denoisers.SpadeUNetDenoiser(options);
            using var frozen = no_grad();
            foreach (var (name, weights) in other.state_dict())
                model.Denoiser.Module.state_dict()[name].copy_(weights);
        }
    }

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }

    private sealed class CancelAt(long step, CancellationTokenSource cancel) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step == step)
                cancel.Cancel();
        }
    }
}
