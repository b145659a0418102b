using System.ComponentModel.DataAnnotations;

namespace EchoSynth.Denoisers;

/// <summary>Options of <see cref="NcsnPlusPlusDenoiser"/>; the defaults are those of the family at 256 × 256 (algorithm §5).</summary>
public sealed record NcsnPlusPlusOptions
{
    /// <summary>Image height and width in pixels for which attention levels are placed; both must be divisible by 2^(levels − 1).</summary>
    /// <value>The default value is 256.</value>
    [Range(8, 2048)]
    public int ImageSize { get; init; } = 256;

    /// <summary>Number of image channels in and out.</summary>
    /// <value>The default value is 1.</value>
    [Range(1, 8)]
    public int ImageChannels { get; init; } = 1;

    /// <summary>Number of mask channels K, concatenated to the image.</summary>
    /// <value>The default value is 4: LV, myocardium, LA, sector.</value>
    [Range(0, 64)]
    public int MaskChannels { get; init; } = 4;

    /// <summary>nf, the width of the first level; even.</summary>
    /// <value>The default value is 64.</value>
    [Range(4, 1024)]
    public int Width { get; init; } = 64;

    /// <summary>Width of each level as a multiple of <see cref="Width"/>; its length is the number of levels.</summary>
    /// <value>The default value is 1-1-2-2-4-4.</value>
    [Range(1, 64)]
    public IReadOnlyList<int> Multipliers { get; init; } = [1, 1, 2, 2, 4, 4];

    /// <summary>R, residual blocks per level.</summary>
    /// <value>The default value is 2.</value>
    [Range(1, 8)]
    public int BlocksPerLevel { get; init; } = 2;

    /// <summary>Resolutions (height in pixels, at <see cref="ImageSize"/>) whose levels carry self-attention; the middle always does.</summary>
    /// <value>The default value is 16.</value>
    [Range(1, 2048)]
    public IReadOnlyList<int> AttentionResolutions { get; init; } = [16];

    /// <summary>nz, the length of the latent z.</summary>
    /// <value>The default value is 100.</value>
    [Range(1, 4096)]
    public int LatentSize { get; init; } = 100;

    /// <summary>z_emb, the width of the mapped latent.</summary>
    /// <value>The default value is 256.</value>
    [Range(1, 4096)]
    public int LatentEmbedding { get; init; } = 256;

    /// <summary>Layers of the latent mapping after its first.</summary>
    /// <value>The default value is 3.</value>
    [Range(0, 16)]
    public int LatentDepth { get; init; } = 3;

    /// <summary>What the network predicts. Noise leaves out the tanh at the end and feeds zeros for the latent; the weights are the same.</summary>
    /// <value>The default value is the clean image.</value>
    [AllowedValues(DenoiserOutput.CleanImage, DenoiserOutput.Noise)]
    public DenoiserOutput Output { get; init; }

    /// <summary>Seed of the starting weights.</summary>
    /// <value>The default value is 0.</value>
    public long InitSeed { get; init; }

    /// <summary>Whether the blocks of a level are followed by self-attention.</summary>
    internal bool HasAttention(int level) => AttentionResolutions.Contains(ImageSize >> level);

    /// <summary>Whether the number of levels is legal.</summary>
    internal bool HasLevels => Multipliers is { Count: >= 1 and <= 10 };

    internal IEnumerable<string?> FurtherErrors()
    {
        if (!HasLevels)
            yield return $"Multipliers has {Multipliers?.Count ?? 0} entries; it must have 1 to 10, one per level.";
        if (AttentionResolutions is null)
            yield return "AttentionResolutions is null; it must be a list of numbers between 1 and 2048, or an empty one.";
        if (Width % 2 != 0)
            yield return $"Width is {Width}; it must be even (half of the time features are sines, half cosines).";
    }
}
