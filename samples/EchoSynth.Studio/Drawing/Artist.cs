using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Sampling;
using EchoSynth.Studio.Anatomy;
using EchoSynth.Studio.Models;
using Microsoft.Extensions.Options;

namespace EchoSynth.Studio.Drawing;

/// <summary>Draws images of plans, in turn.</summary>
internal sealed class Artist(StudioModel model, IOptions<StudioOptions> options) : IDisposable
{
    private readonly WorkQueue _queue = new("draws", options.Value.DrawThreads, options.Value.Queue);
    private long _drawn;

    /// <summary>Images drawn.</summary>
    public long Drawn => Interlocked.Read(ref _drawn);

    /// <summary>Images waiting.</summary>
    public int Waiting => _queue.Waiting;

    /// <summary>Draws one image, as PNG.</summary>
    /// <param name="plan">What.</param>
    /// <param name="contraction">The moment: 0 end-diastole … 1 end-systole.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <param name="admitted">Whether it belongs to a loop that was let in before.</param>
    /// <exception cref="QueueFullException">Too many wait.</exception>
    /// <exception cref="Api.BadRequestException">The picture to start from cannot be decoded.</exception>
    public Task<byte[]> Png(DrawingPlan plan, double contraction, CancellationToken cancellationToken, bool admitted = false) => _queue.Run(token =>
    {
        var request = new SampleRequest(Mask(plan, contraction), plan.Seed) { Source = Source(plan, contraction), Strength = plan.Strength };
        var image = model.Sampler(plan.Steps).Generate([ModelSwitch.For(model.Model, plan.View.Scanner.Name, request)], cancellationToken: token)[0].Image;
        Interlocked.Increment(ref _drawn);
        return PngCodec.Encode(image);
    }, cancellationToken, admitted);

    /// <summary>What the network is shown of a heart.</summary>
    public static AnatomyMask Mask(DrawingPlan plan, double contraction) => MaskPainter.Paint(plan.At(contraction), plan.View);

    /// <summary>What the image starts from; null for noise. For the queue's threads: decodes the picture where that was not done.</summary>
    /// <exception cref="Api.BadRequestException">The picture cannot be decoded.</exception>
    public static EchoImage? Source(DrawingPlan plan, double contraction) => plan switch
    {
        // Read even where nothing of it is left: one that is broken is told whatever the strength.
        { Picture.Image: var picture } => plan.Strength < 1 ? picture : null,
        { Strength: 1 } => null,
        { Simulated: { } heart } => PhantomSimulator.Render(heart, EchoView.FourChamber, contraction, plan.View.Scanner, plan.View.Size, (ulong)plan.Seed).Image,
        _ => null,
    };

    public void Dispose() => _queue.Dispose();
}
