using System.Diagnostics.Metrics;
using TorchSharp;

namespace EchoSynth.Telemetry;

/// <summary>
/// The library's instruments, all of one meter, <see cref="EchoSynthTelemetry.MeterName"/>. Samplers and trainers that are given none share one meter of the process; services.AddEchoSynth gives
/// them the container's, made by its <see cref="IMeterFactory"/> where there is one.
/// </summary>
/// <remarks>Safe for concurrent use. An instrument that nobody listens to costs a comparison: no time is taken, no tag made.</remarks>
public sealed class EchoSynthMetrics
{
    private static readonly Lazy<EchoSynthMetrics> s_shared = new(() => new EchoSynthMetrics(new Meter(EchoSynthTelemetry.MeterName, EchoSynthTelemetry.Version)));

    // From a hundredth of a second, a small image, to an hour, a large one with a thousand steps.
    private static readonly InstrumentAdvice<double> s_seconds = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600] };

    /// <summary>Makes the instruments on a meter of a factory, which keeps it and ends it.</summary>
    /// <param name="factory">As <c>services.AddMetrics()</c> registers one; hosts and web applications have it from the start.</param>
    public EchoSynthMetrics(IMeterFactory factory)
        : this((factory ?? throw new ArgumentNullException(nameof(factory))).Create(new MeterOptions(EchoSynthTelemetry.MeterName) { Version = EchoSynthTelemetry.Version }))
    {
    }

    private EchoSynthMetrics(Meter meter)
    {
        Images = meter.CreateCounter<long>("echosynth.images", "{image}", "Images drawn.");
        PendingImages = meter.CreateUpDownCounter<long>("echosynth.images.pending", "{image}", "Images asked for in calls that have not returned, and not yet drawn.");
        ActiveDrawings = meter.CreateUpDownCounter<long>("echosynth.drawing.active", "{drawing}", "Calls that are drawing.");
        DrawingDuration = Seconds(meter, "echosynth.drawing.duration", "A call that draws, from its beginning to its end.");
        BatchDuration = Seconds(meter, "echosynth.drawing.batch.duration", "A micro-batch: all steps of the images that go through the network together.");
        OutOfMemory = meter.CreateCounter<long>("echosynth.device.out_of_memory", "{event}", "Times that a device's memory was not enough.");
        ModelLoadDuration = Seconds(meter, "echosynth.model.load.duration", "Reading a model folder.");
        TrainingSteps = meter.CreateCounter<long>("echosynth.training.steps", "{step}", "Training steps done.");
        TrainingImages = meter.CreateCounter<long>("echosynth.training.images", "{image}", "Training images seen.");
        StepDuration = Seconds(meter, "echosynth.training.step.duration", "A training step, waiting for its batch included.");
        ActiveTrainings = meter.CreateUpDownCounter<long>("echosynth.training.active", "{training}", "Trainings that run.");
        RollBacks = meter.CreateCounter<long>("echosynth.training.rollbacks", "{rollback}", "Times that a training diverged and went back.");
        CheckpointDuration = Seconds(meter, "echosynth.training.checkpoint.duration", "Writing a checkpoint and the model.");
        meter.CreateObservableUpDownCounter("echosynth.tensors.live", () => torch.Tensor.TotalCount, "{tensor}", "Tensors of this process that are not disposed, the application's own included.");
    }

    internal static EchoSynthMetrics Shared => s_shared.Value;

    internal Counter<long> Images { get; }

    internal UpDownCounter<long> PendingImages { get; }

    internal UpDownCounter<long> ActiveDrawings { get; }

    internal Histogram<double> DrawingDuration { get; }

    internal Histogram<double> BatchDuration { get; }

    internal Counter<long> OutOfMemory { get; }

    internal Histogram<double> ModelLoadDuration { get; }

    internal Counter<long> TrainingSteps { get; }

    internal Counter<long> TrainingImages { get; }

    internal Histogram<double> StepDuration { get; }

    internal UpDownCounter<long> ActiveTrainings { get; }

    internal Counter<long> RollBacks { get; }

    internal Histogram<double> CheckpointDuration { get; }

    private static Histogram<double> Seconds(Meter meter, string name, string description) => meter.CreateHistogram(name, "s", description, tags: null, advice: s_seconds);
}
