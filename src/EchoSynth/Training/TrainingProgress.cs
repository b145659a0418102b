namespace EchoSynth.Training;

/// <summary>How far a training is.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps after which the training is over, unless it is stopped early.</param>
/// <param name="ImagesSeen">Training images seen so far; one that was seen twice counts twice.</param>
/// <param name="ImagesPerSecond">Training images per second of late (the last reports weigh most); validations and checkpoints are not counted in.</param>
/// <param name="Elapsed">Time since this run began.</param>
/// <param name="Remaining">Expected time to the end, validations and checkpoints at the cost so far counted in.</param>
/// <param name="Losses">
/// Means since the last report, by name: "discriminator", "adversarial", "l1", "ssim" (1 − SSIM), "r1", "spread" (mean |a − b| between two latents) where it counts; with
/// region weights "l1.lv", "l1.myocardium", "l1.la", "l1.rest"; of a pure diffusion model "noise"; where gradients are clipped "norm.denoiser" and "norm.discriminator", before clipping.
/// </param>
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

    /// <summary>The denoiser's rate at this step.</summary>
    public double DenoiserRate { get; init; }

    /// <summary>The discriminator's rate at this step; 0 where there is none.</summary>
    public double DiscriminatorRate { get; init; }

    /// <summary>Resident memory of the process, bytes; memory on a GPU is not in it.</summary>
    public long ResidentMemory { get; init; }

    /// <summary>What this run will have cost at its end, in the currency of <see cref="TrainerOptions.CostPerHour"/>; null where no price was given.</summary>
    public double? ExpectedCost { get; init; }
}
