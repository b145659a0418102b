namespace EchoSynth.Samples;

/// <summary>What a <see cref="DilatedDenoiser"/> is built from; it is written into config.json with the model.</summary>
public sealed record DilatedOptions
{
    /// <summary>Channels of every layer.</summary>
    public int Width { get; init; } = 48;

    /// <summary>One residual block for each: how far apart its 3 × 3 taps are, in pixels of half the size.</summary>
    public IReadOnlyList<int> Dilations { get; init; } = [1, 2, 4, 8, 2, 1];

    /// <summary>Mask channels: left ventricle, myocardium, left atrium, sector.</summary>
    public int MaskChannels { get; init; } = 4;

    /// <summary>Steps of the schedule.</summary>
    public int Steps { get; init; } = 4;
}
