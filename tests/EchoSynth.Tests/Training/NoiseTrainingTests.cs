using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Sampling;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using Microsoft.Extensions.Options;
using TorchSharp;

namespace EchoSynth.Tests.Training;

/// <summary>Training of the pure-diffusion baseline.</summary>
public sealed class NoiseTrainingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TwentyStepsAreTenSavedLoadedAndTenMoreBitForBit(bool ncsn)
    {
        var (straight, stopped) = (Tiny.TemporaryFolder(), Tiny.TemporaryFolder());
        using (var model = Model(ncsn))
        using (var trainer = new Trainer(model, Options(20)))
            trainer.Train(Tiny.Data(), straight);

        using (var model = Model(ncsn))
        using (var trainer = new Trainer(model, Options(20)))
        {
            using var cancel = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => trainer.Train(Tiny.Data(), stopped, null, new Each(p =>
            {
                if (p.Step == 10)
                    cancel.Cancel();
            }), cancel.Token));
        }
        using (var model = EchoModel.Load(stopped)) // the averaged weights: resuming must put the raw ones in place
        using (var trainer = new Trainer(model, Options(20)))
        {
            Assert.True(trainer.Resume(stopped));
            Assert.Equal(10, trainer.Step);
            trainer.Train(Tiny.Data(), stopped);
        }

        var checkpoint = Path.Combine("training", "step-000000020");
        Assert.Equal(
            ["average.safetensors", "denoiser-optimizer.safetensors", "denoiser.safetensors", "state.json", "state.sha256"],
            Directory.GetFiles(Path.Combine(straight, checkpoint)).Select(f => Path.GetFileName(f)).Order());
        foreach (var file in (string[])["denoiser.safetensors", "config.json", .. Directory.GetFiles(Path.Combine(straight, checkpoint)).Select(f => Path.GetRelativePath(straight, f))])
            Assert.Equal(File.ReadAllBytes(Path.Combine(straight, file)), File.ReadAllBytes(Path.Combine(stopped, file)));
    }

    [Fact]
    public void TrainingLowersTheLossFromThatOfZeroAndLeavesNothingBehind()
    {
        using var model = Model();
        using var trainer = new Trainer(model, Options(300));
        var losses = new List<double>();
        var tensors = new List<long>();
        trainer.Train(Tiny.Data(), progress: new Each(p =>
        {
            losses.Add(Assert.Single(p.Losses, l => l.Key == "noise").Value);
            tensors.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }));
        Assert.Equal(1, losses[0], 0.15); // the network starts at ε = 0, and mean ε² is 1
        Assert.True(losses.TakeLast(50).Average() < 0.5, $"{losses.TakeLast(50).Average()}");
        Assert.Equal(tensors[30], tensors[^1]);

        model.DefaultSector = Enumerable.Repeat(true, Tiny.Size * Tiny.Size).ToArray();
        using (trainer.UseAveragedWeights())
        using (var sampler = new Sampler(model, new SamplerOptions { Method = SamplingMethod.Ddim, SamplingSteps = 20 }))
            Assert.InRange(sampler.Generate(Tiny.Mask(), 1).Pixels.ToArray().Average(), 0.1, 0.7);
    }

    [Fact]
    public void NetworksAndTrainersThatDoNotFitAreRefused()
    {
        using EchoModel noise = Model(), adversarial = Tiny.Model();
        using var patch = Tiny.Patch();
        Assert.Contains("predicts the noise", Assert.Throws<ArgumentException>(() => new Trainer(noise, patch, Options(1))).Message);
        Assert.Contains("predicts the clean image", Assert.Throws<ArgumentException>(() => new Trainer(adversarial, Options(1))).Message);
        var error = Assert.Throws<OptionsValidationException>(() => new Trainer(noise, Options(1) with { BatchSize = 0, StepZeroProbability = 0.5 }));
        Assert.Equal(
            ["BatchSize is 0; it must be between 1 and 1024.",
             "StepZeroProbability is 0.5; it must be 0 for a model that predicts the noise (t is uniform).",
            ],
            error.Failures);
    }

    [Fact]
    public void ACheckpointOfTheOtherTrainingIsRefused()
    {
        var folder = Tiny.TemporaryFolder();
        using (var model = Tiny.Model())
        using (var patch = Tiny.Patch())
        using (var trainer = new Trainer(model, patch, Options(1)))
            trainer.Train(Tiny.Data(), folder);
        using var noise = Model();
        using var other = new Trainer(noise, Options(1));
        Assert.Contains("a discriminator of kind 'patch', not with no discriminator", Assert.Throws<ModelFormatException>(() => other.Resume(folder)).Message);
    }

    [Fact]
    public void BaselineOfAPresetHasItsNetworkWithoutTheLatent()
    {
        foreach (var preset in ModelPreset.All.Where(p => p.ImageSize == 64))
        {
            using EchoModel adversarial = preset.CreateModel(), noise = preset.CreateNoiseModel();
            Assert.Equal((DenoiserOutput.Noise, 1000, preset.ImageSize), (noise.Denoiser.Output, noise.Schedule.Steps, noise.ImageSize));
            Assert.Equal(0, noise.Denoiser.LatentLength(preset.ImageSize, preset.ImageSize));
            Assert.Equal(preset.Training.Images, preset.NoiseTraining.Images);
            using var trainer = new Trainer(noise, preset.NoiseTraining);
            Assert.Equal(preset.Training.TotalSteps, trainer.TotalSteps);
        }
    }

    private static EchoModel Model(bool ncsn = false)
    {
        IMaskConditionedDenoiser denoiser = ncsn
            ? new NcsnPlusPlusDenoiser(Tiny.NcsnOptions with { Output = DenoiserOutput.Noise })
            : new SpadeUNetDenoiser(Tiny.SpadeOptions with { Output = DenoiserOutput.Noise });
        return new EchoModel(denoiser, Tiny.Size, new DdpmScheduleOptions { Steps = 100 });
    }

    private static TrainerOptions Options(int steps) => Tiny.Training(steps) with { DenoiserRate = 3e-3, Beta1 = 0.9, Beta2 = 0.999 };

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
