using EchoSynth.Checkpoints;
using EchoSynth.Discriminators;
using EchoSynth.Training;

namespace EchoSynth.Cli.Ablation;

/// <summary>One way to train.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Description">What is different about it.</param>
/// <param name="Options">Its training options.</param>
internal sealed record AblationVariant(string Name, string Description, TrainerOptions Options)
{
    /// <summary>Whether the network predicts the noise and is trained without a discriminator.</summary>
    public bool IsDiffusion { get; init; }

    public bool DiscriminatorSeesMask { get; init; } = true;

    /// <summary>The variants of a preset; those that would not differ from its adversarial training are left out.</summary>
    public static IReadOnlyList<AblationVariant> Of(ModelPreset preset, long images, long seed)
    {
        var full = preset.Training with { Images = images, Seed = seed };
        AblationVariant[] less =
        [
            new("no-l1", "without L1", full with { L1Weight = 0, SpreadWeight = 0 }),
            new("plain-l1", "L1 without the spread term", full with { SpreadWeight = 0 }),
            new("no-r1", "without R1", full with { R1Gamma = 0 }),
        ];
        return
        [
            new("pure-diffusion", "the noise predicted, no discriminator", preset.NoiseTraining with { Images = images, Seed = seed }) { IsDiffusion = true },
            new("adversarial", "the preset as it is", full),
            .. less.Where(v => v.Options != full),
            new("no-mask-in-d", "the discriminator does not see the mask", full) { DiscriminatorSeesMask = false },
        ];
    }

    public EchoModel CreateModel(ModelPreset preset) => IsDiffusion ? preset.CreateNoiseModel(Options.Seed) : preset.CreateModel(Options.Seed);

    /// <returns>Null where it has none.</returns>
    public IDiscriminator? CreateDiscriminator(ModelPreset preset) => IsDiffusion ? null : preset.CreateDiscriminator(Options.Seed, DiscriminatorSeesMask);
}
