using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Discriminators;

namespace EchoSynth.Training;

/// <summary>A named starting point: networks and training options that belong together.</summary>
public sealed class ModelPreset
{
    private readonly Func<long, DenoiserOutput, IMaskConditionedDenoiser> _denoiser;
    private readonly Func<long, IDiscriminator> _discriminator;

    private ModelPreset(string name, string description, int imageSize, Func<long, DenoiserOutput, IMaskConditionedDenoiser> denoiser, Func<long, IDiscriminator> discriminator, TrainerOptions training)
    {
        (Name, Description, ImageSize, Training) = (name, description, imageSize, training);
        (_denoiser, _discriminator) = (denoiser, discriminator);
    }

    /// <summary>
    /// "small-64": the SPADE U-Net (0.96 M weights) with the patch discriminator at 64 × 64; minutes on two CPU cores. The preset of the demo.
    /// </summary>
    public static ModelPreset Small64 { get; } = new(
        "small-64",
        "SPADE U-Net and patch discriminator, 64 × 64; minutes on a CPU",
        64,
        (seed, output) => new SpadeUNetDenoiser(new SpadeUNetOptions { LayerNoise = output == DenoiserOutput.Noise ? 0 : 0.02, Output = output, InitSeed = seed }),
        seed => new PatchDiscriminator(new PatchDiscriminatorOptions { InitSeed = seed }),
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
        });

    /// <summary>"reference-256": NCSN++ (39.7 M weights) with the whole-image discriminator at 256 × 256, as the family of the paper has them; days on a GPU.</summary>
    public static ModelPreset Reference256 { get; } = new(
        "reference-256",
        "NCSN++ and whole-image discriminator, 256 × 256; for a GPU",
        256,
        (seed, output) => new NcsnPlusPlusDenoiser(new NcsnPlusPlusOptions { Output = output, InitSeed = seed }),
        seed => new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { InitSeed = seed }),
        new TrainerOptions());

    /// <summary>All presets.</summary>
    public static IReadOnlyList<ModelPreset> All { get; } = [Small64, Reference256];

    /// <summary>The name, for example "small-64".</summary>
    public string Name { get; }

    /// <summary>One line for people.</summary>
    public string Description { get; }

    /// <summary>Height and width in pixels.</summary>
    public int ImageSize { get; }

    /// <summary>The training options.</summary>
    public TrainerOptions Training { get; }

    /// <summary>The training options for <see cref="CreateNoiseModel"/>: as many images in the same batches, with Adam's usual β and t uniform.</summary>
    public TrainerOptions NoiseTraining => Training with { Beta1 = 0.9, Beta2 = 0.999, StepZeroProbability = 0, SpreadWeight = 0 };

    /// <summary>Finds a preset.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists them.</exception>
    public static ModelPreset ByName(string name) =>
        All.FirstOrDefault(p => p.Name == name) ?? throw new ArgumentException($"There is no preset '{name}'; there are {string.Join(", ", All.Select(p => p.Name))}.", nameof(name));

    /// <summary>A fresh model.</summary>
    /// <param name="seed">Seed of the starting weights.</param>
    public EchoModel CreateModel(long seed = 0) => new(_denoiser(seed, DenoiserOutput.CleanImage), ImageSize, mask: new MaskEncoding());

    /// <summary>A fresh model for the pure-diffusion baseline: the same network, predicting the noise without a latent.</summary>
    /// <param name="seed">Seed of the starting weights.</param>
    /// <param name="schedule">The schedule; 1000 steps, cosine, when null.</param>
    public EchoModel CreateNoiseModel(long seed = 0, DdpmScheduleOptions? schedule = null) =>
        new(_denoiser(seed, DenoiserOutput.Noise), ImageSize, schedule ?? new DdpmScheduleOptions(), new MaskEncoding());

    /// <summary>A fresh discriminator.</summary>
    /// <param name="seed">Seed of the starting weights.</param>
    public IDiscriminator CreateDiscriminator(long seed = 0) => _discriminator(seed);
}
