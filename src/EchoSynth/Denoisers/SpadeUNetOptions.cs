using System.ComponentModel.DataAnnotations;

namespace EchoSynth.Denoisers;

/// <summary>Options of <see cref="SpadeUNetDenoiser"/>; the defaults are the small network of the demo at 64 × 64.</summary>
public sealed record SpadeUNetOptions
{
    /// <summary>Number of mask channels K.</summary>
    /// <value>The default value is 4: LV, myocardium, LA, sector.</value>
    [Range(1, 64)]
    public int MaskChannels { get; init; } = 4;

    /// <summary>nf, the width of the first level; even.</summary>
    /// <value>The default value is 32.</value>
    [Range(4, 1024)]
    public int Width { get; init; } = 32;

    /// <summary>Width of each level as a multiple of <see cref="Width"/>; its length is the number of levels.</summary>
    /// <value>The default value is 1-2-2.</value>
    [Range(1, 64)]
    public IReadOnlyList<int> Multipliers { get; init; } = [1, 2, 2];

    /// <summary>Side of the pixel blocks that the stem folds into channels (space to depth); 1 for none.</summary>
    /// <value>The default value is 2.</value>
    [AllowedValues(1, 2, 4, 8)]
    public int SpaceToDepth { get; init; } = 2;

    /// <summary>Width of the mask features.</summary>
    /// <value>The default value is 16.</value>
    [Range(1, 512)]
    public int MaskFeatures { get; init; } = 16;

    /// <summary>nz, the length of the latent z.</summary>
    /// <value>The default value is 32.</value>
    [Range(1, 4096)]
    public int LatentSize { get; init; } = 32;

    /// <summary>z_emb, the width of the mapped latent.</summary>
    /// <value>The default value is 64.</value>
    [Range(1, 4096)]
    public int LatentEmbedding { get; init; } = 64;

    /// <summary>Layers of the latent mapping after its first.</summary>
    /// <value>The default value is 2.</value>
    [Range(0, 16)]
    public int LatentDepth { get; init; } = 2;

    /// <summary>Starting strength of the noise added in each block, per channel and learned (StyleGAN, arXiv 1812.04948); 0 for none.</summary>
    /// <value>The default value is 0; the presets have 0.02.</value>
    /// <remarks>Without it the seeds differ in overall brightness rather than in speckle once <see cref="Training.TrainerOptions.SpreadWeight"/> asks them to differ.</remarks>
    [Range(0, 1)]
    public double LayerNoise { get; init; }

    /// <summary>What the network predicts. Noise leaves out the tanh at the end and feeds zeros for the latent; the weights are the same.</summary>
    /// <value>The default value is the clean image.</value>
    [AllowedValues(DenoiserOutput.CleanImage, DenoiserOutput.Noise)]
    public DenoiserOutput Output { get; init; }

    /// <summary>Seed of the starting weights.</summary>
    /// <value>The default value is 0.</value>
    public long InitSeed { get; init; }

    internal IEnumerable<string?> FurtherErrors()
    {
        if (Multipliers is not { Count: >= 1 and <= 8 })
            yield return $"Multipliers has {Multipliers?.Count ?? 0} entries; it must have 1 to 8, one per level.";
        if (Width % 2 != 0)
            yield return $"Width is {Width}; it must be even (half of the time features are sines, half cosines).";
        if (Output == DenoiserOutput.Noise && LayerNoise != 0)
            yield return FormattableString.Invariant($"LayerNoise is {LayerNoise}; it must be 0 where Output is Noise (such a network takes no latent).");
    }
}
