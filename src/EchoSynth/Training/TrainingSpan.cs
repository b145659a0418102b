using System.Diagnostics;
using EchoSynth.Checkpoints;
using EchoSynth.Telemetry;

namespace EchoSynth.Training;

/// <summary>One call of <see cref="Trainer.Train"/>, as the meter and the traces see it.</summary>
internal sealed class TrainingSpan : IDisposable
{
    private readonly EchoSynthMetrics _metrics;
    private readonly Span _span;
    private readonly long _first;
    private readonly bool _counted;

    private TrainingSpan(EchoSynthMetrics metrics, Span span, long first) => (_metrics, _span, _first, _counted) = (metrics, span, first, metrics.ActiveTrainings.Enabled);

    public static TrainingSpan Begin(EchoSynthMetrics metrics, EchoModel model, TrainerOptions options, long step)
    {
        var span = Span.Begin("echosynth.train", null, () => Tags(model));
        span.Note("echosynth.image.size", model.ImageSize);
        span.Note("echosynth.training.batch_size", options.BatchSize);
        span.Note("echosynth.training.steps.total", options.TotalSteps);
        var training = new TrainingSpan(metrics, span, step);
        if (training._counted)
            metrics.ActiveTrainings.Add(1);
        return training;
    }

    public static TagList Tags(EchoModel model) => new() { { "echosynth.device", model.Device.type.ToString().ToLowerInvariant() }, { "echosynth.denoiser", model.Denoiser.Kind } };

    /// <summary>A step was done.</summary>
    public static void Stepped(EchoSynthMetrics metrics, EchoModel model, TimeSpan took, int images)
    {
        if (!metrics.TrainingSteps.Enabled && !metrics.TrainingImages.Enabled && !metrics.StepDuration.Enabled)
            return;
        var tags = Tags(model);
        metrics.TrainingSteps.Add(1, tags);
        metrics.TrainingImages.Add(images, tags);
        metrics.StepDuration.Record(took.TotalSeconds, tags);
    }

    public bool Failed(Exception error) => _span.Failed(error);

    /// <summary>Notes how far it came.</summary>
    public void End(long step) => _span.Note("echosynth.training.steps", step - _first);

    public void Dispose()
    {
        if (_counted)
            _metrics.ActiveTrainings.Add(-1);
        _span.Dispose();
    }
}
