using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using TorchSharp;

namespace EchoSynth.Tests.Training;

public sealed class DeviceMemoryTrainingTests
{
    private static readonly TrainerOptions Options = Tiny.Training(6) with { Images = 24, BatchSize = 4, SnapshotInterval = 2 };

    [Fact]
    public void APureDiffusionBatchIsSplitAndTheStepsAreTheSame()
    {
        var (straight, straightLoss, _) = Noise(rows: 4);
        var (split, splitLoss, warnings) = Noise(rows: 3); // 4 → 2 + 2
        Assert.Contains("2 go through the network together from now on", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(straightLoss, splitLoss, 1e-5);
        foreach (var (name, values) in straight)
            Assert.All(values.Zip(split[name]), pair => Assert.Equal(pair.First, pair.Second, 2e-4f));
    }

    [Fact]
    public void AnAdversarialBatchIsNotSplitAndTheErrorSaysWhatToDo()
    {
        using var model = new EchoModel(new LimitedDenoiser(new SpadeUNetDenoiser(Tiny.SpadeOptions), 3), Tiny.Size);
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Options);
        var folder = Tiny.TemporaryFolder();
        var error = Assert.Throws<DeviceMemoryException>(() => trainer.Train(Tiny.Data(), folder));
        Assert.StartsWith("The memory of cpu is not enough for a training step with batches of 4 images of 16 × 16 (", error.Message, StringComparison.Ordinal);
        Assert.Contains("BatchSize 2 (and AccumulationSteps 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("the discriminator compares the images of a batch", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, trainer.Step);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void AStepThatRunsOutOfMemoryHalfWayIsUndone()
    {
        // The discriminator is updated before the denoiser's half of the step fails.
        using var model = new EchoModel(new LimitedDenoiser(new SpadeUNetDenoiser(Tiny.SpadeOptions), 4, calls: 1), Tiny.Size);
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Options);
        var before = Values(trainer);
        Assert.Throws<DeviceMemoryException>(() => trainer.Train(Tiny.Data()));
        Assert.Equal(0, trainer.Step);
        Assert.All(Values(trainer), v => Assert.Equal(before[v.Key], v.Value));
    }

    private static Dictionary<string, float[]> Values(Trainer trainer) => trainer.State.Live().Where(l => l.Value.dtype == torch.float32).ToDictionary(l => l.Name, l => l.Value.detach().clone().data<float>().ToArray());

    private static (Dictionary<string, float[]> Weights, double Loss, List<string> Warnings) Noise(int rows)
    {
        var options = Tiny.SpadeOptions with { Output = DenoiserOutput.Noise, LayerNoise = 0 };
        using var model = new EchoModel(new LimitedDenoiser(new SpadeUNetDenoiser(options), rows), Tiny.Size, new DdpmScheduleOptions { Steps = 20 });
        using var trainer = new Trainer(model, Options);
        var (warnings, loss) = (new List<string>(), 0.0);
        trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.Warned warned)
                warnings.Add(warned.Message);
            if (happened is TrainingEvent.Progressed progressed)
                loss = progressed.Progress.Losses["noise"];
        };
        trainer.Train(Tiny.Data());
        return (model.Denoiser.Module.state_dict().ToDictionary(w => w.Key, w => w.Value.detach().contiguous().flatten().data<float>().ToArray()), loss, warnings);
    }
}
