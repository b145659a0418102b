using System.ComponentModel.DataAnnotations;

namespace EchoSynth.Discriminators;

/// <summary>Options of <see cref="PatchDiscriminator"/>.</summary>
public sealed record PatchDiscriminatorOptions
{
    /// <summary>Channels of the 4×4 stride-2 convolutions; its length is how often the image is halved.</summary>
    /// <value>The default value is 32-64-96: 8 × 8 patch logits at 64 × 64.</value>
    [Range(4, 1024)]
    public IReadOnlyList<int> Channels { get; init; } = [32, 64, 96];

    /// <summary>Gain of the high-pass copy of x_t (x_t minus its 3×3 mean) among the inputs; 0 leaves it out.</summary>
    /// <value>The default value is 8.</value>
    /// <remarks>Without it a discriminator of this size stays dead in short trainings and the images stay smooth.</remarks>
    [Range(0, 100)]
    public double HighPassGain { get; init; } = 8;

    /// <summary>Mask channels that the network sees; 0 for none.</summary>
    /// <value>The default value is 4.</value>
    [Range(0, 64)]
    public int MaskChannels { get; init; } = 4;

    /// <summary>Width of the sinusoidal time features; even.</summary>
    /// <value>The default value is 64.</value>
    [Range(4, 1024)]
    public int TimeWidth { get; init; } = 64;

    /// <summary>Seed of the starting weights.</summary>
    /// <value>The default value is 0.</value>
    public long InitSeed { get; init; }

    internal IEnumerable<string?> FurtherErrors()
    {
        if (Channels is not { Count: >= 1 and <= 8 })
            yield return $"Channels has {Channels?.Count ?? 0} entries; it must have 1 to 8, one per halving.";
        if (TimeWidth % 2 != 0)
            yield return $"TimeWidth is {TimeWidth}; it must be even.";
    }
}
