using System.Diagnostics;
using EchoSynth.Checkpoints;
using EchoSynth.Telemetry;

namespace EchoSynth.Sampling;

/// <summary>One call that draws, as the meter and the traces see it.</summary>
internal sealed class DrawingSpan : IDisposable
{
    private readonly EchoSynthMetrics _metrics;
    private readonly EchoModel _model;
    private readonly Span _span;
    private readonly bool _pendingCounted, _activeCounted;
    private int _pending, _batches;

    public DrawingSpan(EchoSynthMetrics metrics, EchoModel model, int images, int steps)
    {
        (_metrics, _model, _pending) = (metrics, model, images);
        _span = Span.Begin("echosynth.draw", metrics.DrawingDuration, Tags);
        _span.Note("echosynth.images", images);
        _span.Note("echosynth.steps", steps);
        _span.Note("echosynth.image.size", model.ImageSize);
        // Who begins to listen in the middle of a call must not see its end alone: the sum would be wrong for ever.
        if (_pendingCounted = metrics.PendingImages.Enabled)
            metrics.PendingImages.Add(images);
        if (_activeCounted = metrics.ActiveDrawings.Enabled)
            metrics.ActiveDrawings.Add(1);
    }

    /// <summary>A micro-batch, until the result is disposed.</summary>
    public Span Batch()
    {
        _batches++;
        return Span.Begin(null, _metrics.BatchDuration, Tags);
    }

    public void Drew(int images)
    {
        _pending -= images;
        if (_metrics.Images.Enabled)
            _metrics.Images.Add(images, Tags());
        if (_pendingCounted)
            _metrics.PendingImages.Add(-images);
    }

    public void RanOutOfMemory()
    {
        if (_metrics.OutOfMemory.Enabled)
            _metrics.OutOfMemory.Add(1, Tags());
    }

    public bool Failed(Exception error) => _span.Failed(error);

    public void Dispose()
    {
        if (_pendingCounted && _pending != 0)
            _metrics.PendingImages.Add(-_pending);
        if (_activeCounted)
            _metrics.ActiveDrawings.Add(-1);
        _span.Note("echosynth.batches", _batches);
        _span.Dispose();
    }

    private TagList Tags() => new() { { "echosynth.device", _model.Device.type.ToString().ToLowerInvariant() }, { "echosynth.denoiser", _model.Denoiser.Kind } };
}
