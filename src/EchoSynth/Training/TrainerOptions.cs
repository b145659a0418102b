using System.ComponentModel.DataAnnotations;
using EchoSynth.Augmentation;
using EchoSynth.Tensors;
using EchoSynth.Validation;

namespace EchoSynth.Training;

/// <summary>Options of a <see cref="Trainer"/>; the defaults are those of the family at 256 × 256 (algorithm §7).</summary>
public sealed record TrainerOptions
{
    /// <summary>Training images to see in all; a multiple of what a step sees, or it is rounded up to one.</summary>
    /// <value>The default value is 400,000.</value>
    [Range(1, 1_000_000_000)]
    public long Images { get; init; } = 400_000;

    /// <summary>Images that go through the networks together.</summary>
    /// <value>The default value is 4.</value>
    [Range(1, 1024)]
    public int BatchSize { get; init; } = 4;

    /// <summary>Batches whose gradients are averaged for one step of each optimiser: a step sees BatchSize × AccumulationSteps images.</summary>
    /// <value>The default value is 1.</value>
    /// <remarks>The minibatch deviation of the discriminators stays that of one batch.</remarks>
    [Range(1, 1024)]
    public int AccumulationSteps { get; init; } = 1;

    /// <summary>What the networks compute in. MixedBFloat16 needs a GPU or a CPU that has it (see <see cref="Devices.HasBFloat16"/>); the weights stay float32.</summary>
    /// <value>The default value is Full.</value>
    [AllowedValues(Precision.Full, Precision.MixedBFloat16)]
    public Precision Precision { get; init; }

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

    /// <summary>The rate at the end; between, both follow <see cref="RateDecay"/>, as a pure function of the step.</summary>
    /// <value>The default value is 1e-5.</value>
    [Range(0, 1)]
    public double FinalRate { get; init; } = 1e-5;

    /// <summary>How the rates go from first to last.</summary>
    /// <value>The default value is Cosine.</value>
    [AllowedValues(RateDecay.Cosine, RateDecay.Linear, RateDecay.Constant)]
    public RateDecay RateDecay { get; init; }

    /// <summary>Steps over which the rates first rise linearly from 0; the decay counts from the first step all the same.</summary>
    /// <value>The default value is 0 (none).</value>
    [Range(0, 1_000_000)]
    public int RateWarmupSteps { get; init; }

    /// <summary>Largest norm of each network's gradient; a larger one is scaled down to it. Null clips nothing.</summary>
    /// <value>The default value is null.</value>
    [Range(1e-6, 1e6)]
    public double? GradientClip { get; init; }

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
    /// <value>The default value is 0.7: what kept the seeds as different as real redraws are, measured with the SPADE U-Net (docs/method.md).</value>
    /// <remarks>Plain L1 averages over whatever is random and takes the differences between seeds away. Costs one more forward pass where above 0. (Gneiting and Raftery 2007, §4.2.)</remarks>
    [Range(0, 1)]
    public double SpreadWeight { get; init; } = 0.7;

    /// <summary>Weight of 1 − SSIM(x̂_0, x_0) beside the adversarial loss (Gaussian 11 × 11, σ 1.5).</summary>
    /// <value>The default value is 0.</value>
    /// <remarks>Like L1 it rewards blur and takes diversity away; no spread correction is made for it.</remarks>
    [Range(0, 1000)]
    public double SsimWeight { get; init; }

    /// <summary>Weights of L1 and SSIM per region of the mask; null weighs all pixels alike.</summary>
    /// <value>The default value is null.</value>
    public RegionWeights? RegionWeights { get; init; }

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

    /// <summary>How many times a training that diverges goes back to its last good state, with both rates halved, before it gives up.</summary>
    /// <value>The default value is 3.</value>
    [Range(0, 100)]
    public int RollbacksAllowed { get; init; } = 3;

    /// <summary>
    /// A loss that is so many times its median over the last 20 reports counts as diverged, like one that is not finite; 0 looks at the latter alone. Medians count as 2 at least for
    /// "adversarial" and "discriminator", 50 for "r1", 0.02 for the others; "spread" and gradient norms are not looked at.
    /// </summary>
    /// <value>The default value is 20.</value>
    [Range(0, 1e9)]
    public double ExplosionFactor { get; init; } = 20;

    /// <summary>Steps from one good state kept in memory to the next: what a roll-back loses at most.</summary>
    /// <value>The default value is 200.</value>
    [Range(1, 1_000_000)]
    public int SnapshotInterval { get; init; } = 200;

    /// <summary>How held-out pairs are drawn and measured on the way, where <see cref="Trainer.Train"/> is given some.</summary>
    /// <value>The default value is that of <see cref="ValidationOptions"/>.</value>
    public ValidationOptions Validation { get; init; } = new();

    /// <summary>Price of an hour of this machine, in any currency: with it, progress reports say what the run will cost.</summary>
    /// <value>The default value is null.</value>
    [Range(0, 1e6)]
    public double? CostPerHour { get; init; }

    /// <summary>Paired augmentation of images and masks, another draw for every image seen; null for none.</summary>
    /// <value>The default value is null (none).</value>
    public AugmentationOptions? Augmentation { get; init; }

    internal IEnumerable<string> FurtherErrors() =>
    [
        .. Augmentation?.Errors().Select(error => $"{nameof(Augmentation)}.{error}") ?? [],
        .. RegionWeights?.Errors().Select(error => $"{nameof(RegionWeights)}.{error}") ?? [],
        .. Validation is null ? ["Validation is null; it must be a ValidationOptions."] : OptionsGuard.Errors(Validation).Select(error => $"{nameof(Validation)}.{error}"),
    ];

    internal int ImagesPerStep => BatchSize * AccumulationSteps;

    internal long TotalSteps => (Images + ImagesPerStep - 1) / ImagesPerStep;
}
