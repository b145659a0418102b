using EchoSynth.Augmentation;
using System.ComponentModel.DataAnnotations;

namespace EchoSynth.Training;

/// <summary>Options of a <see cref="Trainer"/>; the defaults are those of the family at 256 × 256 (algorithm §7).</summary>
public sealed record TrainerOptions
{
    /// <summary>Training images to see in all; a multiple of the batch, or it is rounded up to one.</summary>
    /// <value>The default value is 400,000.</value>
    [Range(1, 1_000_000_000)]
    public long Images { get; init; } = 400_000;

    /// <summary>Images per step.</summary>
    /// <value>The default value is 4.</value>
    [Range(1, 1024)]
    public int BatchSize { get; init; } = 4;

    /// <summary>Seed of the data order, the steps t and all noise.</summary>
    /// <value>The default value is 0.</value>
    public long Seed { get; init; }

    /// <summary>Adam's rate for the denoiser at the start.</summary>
    /// <value>The default value is 1.6e-4.</value>
    [Range(1e-8, 1)]
    public double DenoiserRate { get; init; } = 1.6e-4;

    /// <summary>Adam's rate for the discriminator at the start.</summary>
    /// <value>The default value is 1e-4.</value>
    [Range(1e-8, 1)]
    public double DiscriminatorRate { get; init; } = 1e-4;

    /// <summary>The rate at the end; between, both follow half a cosine, as a pure function of the step.</summary>
    /// <value>The default value is 1e-5.</value>
    [Range(0, 1)]
    public double FinalRate { get; init; } = 1e-5;

    /// <summary>Adam's β₁.</summary>
    /// <value>The default value is 0.5.</value>
    [Range(0, 0.9999)]
    public double Beta1 { get; init; } = 0.5;

    /// <summary>Adam's β₂.</summary>
    /// <value>The default value is 0.9.</value>
    [Range(0, 0.99999)]
    public double Beta2 { get; init; } = 0.9;

    /// <summary>λ, the weight of L1(x̂_0, x_0) beside the adversarial loss.</summary>
    /// <value>The default value is 0.5.</value>
    [Range(0, 1000)]
    public double L1Weight { get; init; } = 0.5;

    /// <summary>
    /// w of the spread-corrected reconstruction loss λ·(|a − x_0| − w·|a − b|), where a and b are two predictions from the same x_{t+1} and mask with
    /// different latents, and b carries no gradient. 0 is plain L1; 1 has the gradient of the two-member CRPS, a proper score.
    /// </summary>
    /// <value>The default value is 0.</value>
    /// <remarks>Plain L1 averages over whatever is random and takes the differences between seeds away. Costs one more forward pass where above 0. (Gneiting and Raftery 2007, §4.2.)</remarks>
    [Range(0, 1)]
    public double SpreadWeight { get; init; }

    /// <summary>γ of the R1 penalty, (γ/2)·mean‖∂ΣD/∂x_t‖² on real x_t; 0 for none.</summary>
    /// <value>The default value is 1.</value>
    [Range(0, 1000)]
    public double R1Gamma { get; init; } = 1;

    /// <summary>Steps from one R1 penalty to the next (lazy regularisation).</summary>
    /// <value>The default value is 10.</value>
    [Range(1, 1000)]
    public int R1Interval { get; init; } = 10;

    /// <summary>Whether the penalty is multiplied by <see cref="R1Interval"/>, as StyleGAN2 does and the reference of this method does not.</summary>
    /// <value>The default value is false.</value>
    public bool R1ScaledByInterval { get; init; }

    /// <summary>Probability of t = 0, the last and finest step; the other steps share the rest. 0 means uniform over all steps.</summary>
    /// <value>The default value is 0 (uniform).</value>
    [Range(0, 1)]
    public double StepZeroProbability { get; init; }

    /// <summary>Decay of the exponential moving average of the denoiser's weights; warmed up as min(d, (1 + n)/(10 + n)).</summary>
    /// <value>The default value is 0.999.</value>
    [Range(0, 0.999999)]
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>Steps from one checkpoint to the next; there is always one at the end and one on cancellation.</summary>
    /// <value>The default value is 1000.</value>
    [Range(1, 1_000_000_000)]
    public int CheckpointInterval { get; init; } = 1000;

    /// <summary>How many checkpoints are kept.</summary>
    /// <value>The default value is 2.</value>
    [Range(1, 100)]
    public int CheckpointsKept { get; init; } = 2;

    /// <summary>Steps from one progress report to the next.</summary>
    /// <value>The default value is 10.</value>
    [Range(1, 100_000)]
    public int ReportInterval { get; init; } = 10;

    /// <summary>Paired augmentation of images and masks, another draw for every image seen; null for none.</summary>
    /// <value>The default value is null (none).</value>
    public AugmentationOptions? Augmentation { get; init; }

    internal IEnumerable<string> FurtherErrors() => Augmentation?.Errors().Select(error => $"{nameof(Augmentation)}.{error}") ?? [];

    internal long TotalSteps => (Images + BatchSize - 1) / BatchSize;
}
