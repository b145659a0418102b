using EchoSynth.Sampling;
using EchoSynth.Tests.Sampling;
using EchoSynth.Tests.Support;
using EchoSynth.Training;

namespace EchoSynth.Tests.Telemetry;

public sealed class MetricsTests
{
    [Fact]
    public void ADrawingIsCountedAndTimed()
    {
        using var meter = new Metered();
        using var model = SamplerTests.Model();
        using var sampler = new Sampler(model, null, null, meter.Metrics());
        sampler.Generate([.. Enumerable.Range(0, 3).Select(i => new SampleRequest(Tiny.Mask(i), i))]);

        Assert.Equal(3, meter.Sum("echosynth.images"));
        Assert.Equal(3, meter.Of("echosynth.drawing.batch.duration").Length); // one image each on a CPU
        var drawing = Assert.Single(meter.Of("echosynth.drawing.duration"));
        Assert.Equal("s", drawing.Unit);
        Assert.InRange(drawing.Value, meter.Sum("echosynth.drawing.batch.duration"), 60);
        Assert.Equal("cpu", drawing.Tags["echosynth.device"]);
        Assert.Equal("spade-unet", drawing.Tags["echosynth.denoiser"]);
        Assert.Equal([1, -1], meter.Of("echosynth.drawing.active").Select(v => v.Value));
        Assert.Equal([3, -1, -1, -1], meter.Of("echosynth.images.pending").Select(v => v.Value));
        meter.Observe();
        Assert.True(Assert.Single(meter.Of("echosynth.tensors.live")).Value >= model.Denoiser.Module.parameters().Count());
    }

    [Fact]
    public void WhatFailsOrIsCancelledLeavesNothingPendingAndNamesTheError()
    {
        using var meter = new Metered();
        using var model = SamplerTests.Model();
        using var sampler = new Sampler(model, null, null, meter.Metrics());
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => sampler.Generate([.. Enumerable.Range(0, 5).Select(i => new SampleRequest(Tiny.Mask(i), i))], new Stop(stop), stop.Token));
        Assert.Throws<ArgumentException>(() => sampler.Generate([new SampleRequest(Tiny.Mask(), 1) { Strength = 2 }]));
        Assert.Equal(0, meter.Sum("echosynth.images.pending"));
        Assert.Equal(0, meter.Sum("echosynth.drawing.active"));
        Assert.Equal(1, meter.Sum("echosynth.images"));
        Assert.Equal(["System.OperationCanceledException", "System.ArgumentException"], meter.Of("echosynth.drawing.duration").Select(v => v.Tags["error.type"]));
    }

    [Fact]
    public void ATrainingIsCountedAndTimed()
    {
        using var meter = new Metered();
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(4) with { CheckpointInterval = 2 }, metrics: meter.Metrics());
        trainer.Train(Tiny.Data(), Tiny.TemporaryFolder());
        Assert.Equal(4, meter.Sum("echosynth.training.steps"));
        Assert.Equal(8, meter.Sum("echosynth.training.images"));
        Assert.Equal(4, meter.Of("echosynth.training.step.duration").Length);
        Assert.Equal(2, meter.Of("echosynth.training.checkpoint.duration").Length);
        Assert.Equal([1, -1], meter.Of("echosynth.training.active").Select(v => v.Value));
        Assert.All(meter.Of("echosynth.training.step.duration"), v => Assert.True(v.Value > 0 && v.Unit == "s"));
    }

    private sealed class Stop(CancellationTokenSource source) : IProgress<SamplingProgress>
    {
        public void Report(SamplingProgress value) => source.Cancel();
    }
}
