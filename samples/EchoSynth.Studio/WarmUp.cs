using EchoSynth.Imaging.Phantoms;
using EchoSynth.Studio.Anatomy;
using EchoSynth.Studio.Api;
using EchoSynth.Studio.Drawing;

namespace EchoSynth.Studio;

/// <summary>Draws the heart that the page opens with, so that the first who asks does not wait for code to be compiled.</summary>
internal sealed class WarmUp(PlanReader plans, Artist artist, ILogger<WarmUp> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var heart = HeartContours.Of(StartHeart.Of(PhantomAnatomy.Sample(1)));
        try
        {
            await artist.Png(plans.Read(new ImageRequest { Contours = heart }, new FieldProblems()), 0, stoppingToken, admitted: true).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The first request will say the same to whoever can do something about it.
            logger.LogError(e, "The first image could not be drawn.");
        }
    }
}
