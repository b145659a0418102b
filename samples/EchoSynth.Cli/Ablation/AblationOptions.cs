namespace EchoSynth.Cli.Ablation;

/// <summary>What was asked of an ablation.</summary>
internal sealed record AblationOptions
{
    public required string Data { get; init; }

    public required string Folder { get; init; }

    public required string Preset { get; init; }

    /// <summary>Training images of each variant; null for the preset's.</summary>
    public long? Images { get; init; }

    /// <summary>Held-out masks.</summary>
    public int Masks { get; init; } = 64;

    /// <summary>How many of them are drawn with all steps of the pure diffusion model, where an image takes long.</summary>
    public int SlowMasks { get; init; } = 16;

    /// <summary>How many are drawn with several seeds; with all steps of the pure diffusion model half as many.</summary>
    public int SpreadMasks { get; init; } = 8;

    public long Seed { get; init; }

    /// <summary>Variants that train at the same time.</summary>
    public int Jobs { get; init; } = 1;

    public int Threads { get; init; }

    public string Device { get; init; } = "auto";
}
