using EchoSynth.Denoisers;
using EchoSynth.Discriminators;

namespace EchoSynth.Training;

public sealed partial class ModelPreset
{
    /// <summary>
    /// "small-64": the SPADE U-Net (0.96 M weights) with the patch discriminator at 64 × 64; minutes on two CPU cores. The preset of the demo.
    /// </summary>
    public static ModelPreset Small64 { get; } = new(
        "small-64",
        "SPADE U-Net and patch discriminator, 64 × 64; minutes on a CPU",
        64,
        Spade(new SpadeUNetOptions()),
        Patch(new PatchDiscriminatorOptions()),
        new TrainerOptions
        {
            Images = 4800,
            BatchSize = 4,
            DenoiserRate = 8e-4,
            DiscriminatorRate = 1e-3,
            L1Weight = 5,
            SpreadWeight = 0.7,
            R1Gamma = 0.05,
            StepZeroProbability = 0.5,
            AverageDecay = 0.99,
            CheckpointInterval = 300,
            Validation = new ValidationOptions { Interval = 300 },
        });

    /// <summary>
    /// "small-128": the SPADE U-Net with four levels (64 × 64 to 8 × 8, most of its width at the low end) and a patch discriminator of four halvings at 128 × 128.
    /// Not trained to convergence here: the training options are those of <see cref="Small64"/>, scaled by judgement.
    /// </summary>
    public static ModelPreset Small128 { get; } = new(
        "small-128",
        "SPADE U-Net and patch discriminator, 128 × 128; hours on a CPU (not trained to convergence by its authors)",
        128,
        Spade(new SpadeUNetOptions { Multipliers = [1, 2, 3, 4] }),
        Patch(new PatchDiscriminatorOptions { Channels = [32, 64, 96, 128] }),
        Small64.Training with { Images = 40_000, DenoiserRate = 5e-4, DiscriminatorRate = 6e-4, AverageDecay = 0.999, CheckpointInterval = 500, Validation = new ValidationOptions() });

    /// <summary>
    /// "small-256": the SPADE U-Net behind a space-to-depth stem of 4 (64 × 64 to 8 × 8) and a patch discriminator of five halvings at 256 × 256.
    /// Not trained to convergence here: the training options are those of <see cref="Small64"/>, scaled by judgement.
    /// </summary>
    public static ModelPreset Small256 { get; } = new(
        "small-256",
        "SPADE U-Net and patch discriminator, 256 × 256; days on a CPU, better on a GPU (not trained to convergence by its authors)",
        256,
        Spade(new SpadeUNetOptions { Width = 64, Multipliers = [1, 2, 2, 3], SpaceToDepth = 4, MaskFeatures = 32 }),
        Patch(new PatchDiscriminatorOptions { Channels = [32, 64, 96, 128, 128] }),
        Small64.Training with { Images = 200_000, DenoiserRate = 3e-4, DiscriminatorRate = 4e-4, AverageDecay = 0.999, CheckpointInterval = 1000, Validation = new ValidationOptions() });

    /// <summary>
    /// "ncsnpp-64": an NCSN++ with the discriminator and the training of <see cref="Small64"/>, to compare the two denoisers at equal numbers of images; it takes a
    /// little more than five times the arithmetic.
    /// </summary>
    public static ModelPreset NcsnPlusPlus64 { get; } = new(
        "ncsnpp-64",
        "NCSN++ with the discriminator and training of small-64, for comparison; 64 × 64",
        64,
        Ncsn(new NcsnPlusPlusOptions { ImageSize = 64, Width = 24, Multipliers = [1, 2, 2], BlocksPerLevel = 1, AttentionResolutions = [], LatentSize = 32, LatentEmbedding = 64, LatentDepth = 2 }),
        Patch(new PatchDiscriminatorOptions()),
        Small64.Training);

    /// <summary>"reference-256": NCSN++ (39.7 M weights) with the whole-image discriminator at 256 × 256, as the family of the paper has them; days on a GPU.</summary>
    public static ModelPreset Reference256 { get; } = new(
        "reference-256",
        "NCSN++ and whole-image discriminator, 256 × 256; for a GPU",
        256,
        Ncsn(new NcsnPlusPlusOptions()),
        (seed, maskChannels) => new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { MaskChannels = maskChannels, InitSeed = seed }),
        new TrainerOptions());

    /// <summary>All presets.</summary>
    public static IReadOnlyList<ModelPreset> All { get; } = [Small64, Small128, Small256, NcsnPlusPlus64, Reference256];

    private static BuildDenoiser Spade(SpadeUNetOptions options) => (seed, output, maskChannels) =>
        new SpadeUNetDenoiser(options with { MaskChannels = maskChannels, LayerNoise = output == DenoiserOutput.Noise ? 0 : 0.02, Output = output, InitSeed = seed });

    private static BuildDenoiser Ncsn(NcsnPlusPlusOptions options) => (seed, output, maskChannels) =>
        new NcsnPlusPlusDenoiser(options with { MaskChannels = maskChannels, Output = output, InitSeed = seed });

    private static BuildDiscriminator Patch(PatchDiscriminatorOptions options) => (seed, maskChannels) =>
        new PatchDiscriminator(options with { MaskChannels = maskChannels, InitSeed = seed });
}
