using EchoSynth.Imaging.Phantoms;
using EchoSynth.Studio.Anatomy;
using EchoSynth.Studio.Api;
using EchoSynth.Studio.Drawing;

namespace EchoSynth.Studio;

/// <summary>Draws the heart that the page opens with, so that the first who asks does not wait for code to be compiled.</summary>
internal sealed class WarmUp(PlanReader plans, Artist artist, ILogger<WarmUp> logger) : BackgroundService
{
    private string? _problem;

    /// <summary>Why that image could not be drawn; null where it was, or is not yet.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var heart = HeartContours.Of(StartHeart.Of(PhantomAnatomy.Sample(1)));
        try
        {
            await artist.Png(plans.Read(new ImageRequest { Contours = heart }, new FieldProblems()), 0, stoppingToken, admitted: true).ConfigureAwait(false);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before it was drawn: nobody waits for it.
        }
        catch (Exception e)
        {
            Volatile.Write(ref _problem, $"The first image could not be drawn: {e.Message}");
            logger.LogError(e, "The first image could not be drawn.");
        }
    }
}
