using System.Diagnostics;
using EchoSynth.Checkpoints;
using EchoSynth.Sampling;
using EchoSynth.Telemetry;
using EchoSynth.Tests.Sampling;
using EchoSynth.Tests.Support;
using EchoSynth.Training;

namespace EchoSynth.Tests.Telemetry;

public sealed class TraceTests : IDisposable
{
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public TraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EchoSynthTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void ADrawingSaysWhatWasDrawnHow()
    {
        using var model = SamplerTests.Model();
        using var sampler = new Sampler(model);
        sampler.Generate([.. Enumerable.Range(0, 3).Select(i => new SampleRequest(Tiny.Mask(i), i))]);
        var span = Assert.Single(_ended);
        Assert.Equal("echosynth.draw", span.OperationName);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal((3, 3, 4, 16), (span.GetTagItem("echosynth.images"), span.GetTagItem("echosynth.batches"), span.GetTagItem("echosynth.steps"), span.GetTagItem("echosynth.image.size")));
        Assert.Equal(("cpu", "spade-unet"), (span.GetTagItem("echosynth.device"), span.GetTagItem("echosynth.denoiser")));
    }

    [Fact]
    public void AnErrorSetsTheStatusAndACancellationDoesNot()
    {
        using var model = SamplerTests.Model();
        using var sampler = new Sampler(model);
        Assert.Throws<ArgumentException>(() => sampler.Generate([new SampleRequest(Tiny.Mask(), 1) { Strength = 2 }]));
        Assert.Throws<OperationCanceledException>(() => sampler.Generate([new SampleRequest(Tiny.Mask(), 1)], null, new CancellationToken(true)));
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], _ended.Select(a => a.Status));
        Assert.Equal(["System.ArgumentException", "System.OperationCanceledException"], _ended.Select(a => a.GetTagItem("error.type")));
        Assert.Contains("Strength is 2", _ended[0].StatusDescription, StringComparison.Ordinal);
        Assert.Equal(["exception"], _ended[0].Events.Select(e => e.Name));
    }

    [Fact]
    public void ATrainingHoldsItsCheckpointsAndAModelsReadingIsASpan()
    {
        var folder = Tiny.TemporaryFolder();
        using (var model = Tiny.Model())
        using (var patch = Tiny.Patch())
        using (var trainer = new Trainer(model, patch, Tiny.Training(4) with { CheckpointInterval = 2 }))
            trainer.Train(Tiny.Data(), folder);
        EchoModel.Load(folder).Dispose();
        Assert.Throws<ModelFormatException>(() => EchoModel.Load(Path.Combine(folder, "none")));
        Assert.Equal(["echosynth.checkpoint.save", "echosynth.checkpoint.save", "echosynth.train", "echosynth.model.load", "echosynth.model.load"], _ended.Select(a => a.OperationName));
        var train = _ended[2];
        Assert.All(_ended.Take(2), a => Assert.Equal(train.SpanId, a.ParentSpanId));
        Assert.Equal([2L, 4L], _ended.Take(2).Select(a => a.GetTagItem("echosynth.training.step")));
        Assert.Equal((4L, 4L, 2), (train.GetTagItem("echosynth.training.steps"), train.GetTagItem("echosynth.training.steps.total"), train.GetTagItem("echosynth.training.batch_size")));
        Assert.Equal([ActivityStatusCode.Unset, ActivityStatusCode.Error], _ended.Skip(3).Select(a => a.Status));
    }
}
