using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Tensors;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using Microsoft.Extensions.Options;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Training;

/// <summary>What one step does: accumulation, clipping, losses by name, and what they cost.</summary>
public class StepOptionsTests
{
    [Fact]
    public void AccumulatedGradientsAreThoseOfAllImagesTogether()
    {
        using var scope = NewDisposeScope();
        var options = Tiny.Training(1) with { BatchSize = 1 };
        EchoModel Model() => new(new SpadeUNetDenoiser(Tiny.SpadeOptions with { Output = DenoiserOutput.Noise }), Tiny.Size, new EchoSynth.Diffusion.DdpmScheduleOptions { Steps = 10 });
        using EchoModel apart = Model(), together = Model();
        var source = new BatchSource(Tiny.Data(), apart.Mask, options, 10, 0);
        TrainingBatch[] batches = [.. Enumerable.Range(0, 4).Select(number =>
        {
            var buffers = source.CreateBuffers();
            source.Fill(number, buffers, CancellationToken.None);
            return TrainingBatch.From(buffers, Tiny.Size, CPU);
        })];
        TrainingDraw Draw(Func<TrainingBatch, TrainingDraw> of)
        {
            Tensor Cat(Func<TrainingDraw, Tensor> part) => cat([.. batches.Select(b => part(of(b)))]);
            return new TrainingDraw(Cat(d => d.Step), Cat(d => d.Noise), Cat(d => d.NextNoise), Cat(d => d.Latent), Cat(d => d.PosteriorNoise), null);
        }
        var all = new TrainingBatch(cat([.. batches.Select(b => b.Images)]), cat([.. batches.Select(b => b.Masks)]), Draw(b => b.ForDiscriminator), Draw(b => b.ForDenoiser));

        // Adam's first step goes by the gradient's sign alone, so its moments are compared: (1 − β) times the gradient.
        Tensor[] Moments(EchoModel model, params TrainingBatch[] step)
        {
            using var process = new EchoSynth.Diffusion.DiffusionProcess(model.Schedule, CPU);
            using var losses = new EchoSynth.Objectives.LossMeter();
            var state = new TrainerState(model, null, options);
            new EchoSynth.Objectives.NoiseObjective(model.Denoiser, process, state.Denoiser, options, losses).Update(step, 0);
            return [.. state.Live().Where(l => l.Name.EndsWith(".exp_avg", StringComparison.Ordinal)).Select(l => l.Value)];
        }
        var (summed, once) = (Moments(apart, batches), Moments(together, all));
        Assert.True(once.Sum(m => m.abs().sum().item<float>()) > 0);
        foreach (var (a, b) in summed.Zip(once))
            Assert.True(allclose(a, b, 1e-3, 1e-6), $"{(a - b).abs().max().item<float>()}");
    }

    [Fact]
    public void TheSameBatchTwiceIsThatBatchOnce()
    {
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var modelTwice = Tiny.Model();
        using var patchTwice = Tiny.Patch();
        var options = Tiny.Training(3) with { SpreadWeight = 0.5 };
        using var once = new ObjectiveBench(model, patch, options);
        using var twice = new ObjectiveBench(modelTwice, patchTwice, options);
        using var scope = NewDisposeScope();
        for (var step = 0; step < 3; step++)
        {
            var batch = once.Batch(step);
            once.Objective.Update([batch], step);
            twice.Objective.Update([batch, batch], step);
        }
        foreach (var ((name, value), (_, other)) in once.State.Live().Zip(twice.State.Live()))
            Assert.True(allclose(value.to(float32), other.to(float32), 1e-4, 1e-6), name);
    }

    [Fact]
    public void AStepOfTwoBatchesSeesTheirImages()
    {
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        var batches = new List<long>();
        using var counted = new Trainer(model, patch, Tiny.Training(1) with { Images = 12, BatchSize = 2, AccumulationSteps = 3 })
        {
            BeforeBatch = b => { lock (batches) batches.Add(b); },
        };
        counted.Train(Tiny.Data());
        Assert.Equal((2L, 12L), (counted.Step, counted.ImagesSeen));
        Assert.Equal([0L, 1, 2, 3, 4, 5], batches.Order());
    }

    [Fact]
    public void ClippingScalesTheGradientToTheLimit()
    {
        using var scope = NewDisposeScope();
        var first = new TorchSharp.Modules.Parameter(ones(3)) { grad = tensor(new float[] { 3, 0, 0 }) };
        var second = new TorchSharp.Modules.Parameter(ones(2)) { grad = tensor(new float[] { 0, 4 }) };
        Assert.Equal(5, TensorData.ToFloats(GradientClip.Apply([first, second], 100))[0], 1e-5);
        Assert.Equal([3f, 0, 0], TensorData.ToFloats(first.grad!));
        GradientClip.Apply([first, second], 1);
        Assert.Equal([0.6f, 0, 0], TensorData.ToFloats(first.grad!).Select(v => MathF.Round(v, 5)));
        Assert.Equal([0, 0.8f], TensorData.ToFloats(second.grad!).Select(v => MathF.Round(v, 5)));
    }

    [Fact]
    public void EveryLossIsReportedByName()
    {
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(6) with
        {
            ReportInterval = 2, R1Interval = 1, SpreadWeight = 0.5, SsimWeight = 0.1, RegionWeights = new RegionWeights { Myocardium = 2 }, GradientClip = 1, CostPerHour = 3,
        });
        TrainingProgress? last = null;
        trainer.Train(Tiny.Data(), progress: new Last(p =>
        {
            last = p;
            Assert.Equal(3 * (p.Elapsed + p.Remaining).TotalHours, p.ExpectedCost!.Value, 1e-12);
        }));
        Assert.Equal(
            ["adversarial", "discriminator", "l1", "l1.la", "l1.lv", "l1.myocardium", "l1.rest", "norm.denoiser", "norm.discriminator", "r1", "spread", "ssim"],
            last!.Losses.Keys.Order(StringComparer.Ordinal));
        Assert.All(last.Losses.Values, v => Assert.True(double.IsFinite(v) && v > 0));
        Assert.True(last.ResidentMemory > 50_000_000);
        Assert.True(last.DenoiserRate > 0 && last.DiscriminatorRate > 0);
    }

    [Fact]
    public void TheEstimateComesOnceAfterTwentySteps()
    {
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(45) with { ReportInterval = 100, CostPerHour = 1 });
        var estimates = new List<TrainingEvent.Estimated>();
        trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.Estimated e)
                estimates.Add(e);
        };
        trainer.Train(Tiny.Data());
        var (step, progress) = (Assert.Single(estimates).Step, estimates[0].Progress);
        Assert.Equal(20, step);
        Assert.True(progress.ImagesPerSecond > 0);
        Assert.Equal(progress.Elapsed.TotalSeconds * 25 / 20, progress.Remaining.TotalSeconds, 0.5 * progress.Remaining.TotalSeconds);
        Assert.Equal((progress.Elapsed + progress.Remaining).TotalHours, progress.ExpectedCost!.Value, 1e-9);
    }

    [Fact]
    public void AnotherScheduleOrEncodingIsNotResumed()
    {
        var folder = Tiny.TemporaryFolder();
        using (var model = Tiny.Model())
        using (var patch = Tiny.Patch())
        using (var trainer = new Trainer(model, patch, Tiny.Training(1)))
            trainer.Train(Tiny.Data(), folder);
        using var other = new EchoModel(new SpadeUNetDenoiser(Tiny.SpadeOptions), Tiny.Size, new EchoSynth.Diffusion.ScheduleOptions { Steps = 2 });
        using var patchAgain = Tiny.Patch();
        using var resumed = new Trainer(other, patchAgain, Tiny.Training(1));
        var before = other.WeightsHash();
        Assert.Contains("was made with another model: schedule was", Assert.Throws<ModelFormatException>(() => resumed.Resume(folder)).Message);
        Assert.Equal(before, other.WeightsHash());
    }

    [Fact]
    public void WrongOptionsOfAllPartsComeInOneException()
    {
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        var error = Assert.Throws<OptionsValidationException>(() => new Trainer(model, patch, new TrainerOptions
        {
            AccumulationSteps = 0, GradientClip = -1, SsimWeight = double.NaN, RegionWeights = new RegionWeights { Myocardium = -2 }, Validation = new ValidationOptions { Seeds = 1 },
        }));
        Assert.Equal(
            [
                "AccumulationSteps is 0; it must be between 1 and 1024.",
                "GradientClip is -1; it must be between 1E-06 and 1000000.",
                "SsimWeight is NaN; it must be between 0 and 1000.",
                "RegionWeights.Myocardium is -2; it must be between 0 and 1000.",
                "Validation.Seeds is 1; it must be between 2 and 100.",
            ], error.Failures);
    }

    private sealed class Last(Action<TrainingProgress> take) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => take(value);
    }
}
