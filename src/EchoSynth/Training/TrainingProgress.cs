namespace EchoSynth.Training;

/// <summary>How far a training is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps in all.</param>
/// <param name="ImagesSeen">Training images seen.</param>
/// <param name="ImagesPerSecond">Rate over this run, in training images per second.</param>
/// <param name="Elapsed">Time since this run began.</param>
/// <param name="Remaining">Expected time to the end, at the rate so far.</param>
/// <param name="Losses">Means since the last report, by name: "discriminator", "adversarial", "l1", "r1", and "spread" (mean |a − b| between two latents) where it counts; of a pure diffusion model "noise".</param>
public sealed record TrainingProgress(
    long Step,
    long TotalSteps,
    long ImagesSeen,
    double ImagesPerSecond,
    TimeSpan Elapsed,
    TimeSpan Remaining,
    IReadOnlyDictionary<string, double> Losses)
{
    /// <summary>Share of the time since the last report in which training waited for its next batch: 0…1. Batches are prepared ahead on other threads; above 0.05 they are too slow.</summary>
    public double WaitingForData { get; init; }
}
