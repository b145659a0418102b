using EchoSynth.Imaging;

namespace EchoSynth.Sampling;

/// <summary>One image to make.</summary>
/// <param name="Mask">The anatomy. A mask of another size than the model's is fitted into it (isotropic, letterboxed, labels by area).</param>
/// <param name="Seed">Seed of all its noise; the same seed gives the same image.</param>
/// <param name="Id">A name carried through to the result.</param>
public sealed record SampleRequest(AnatomyMask Mask, long Seed, string Id = "")
{
    /// <summary>The look to draw it in, where the model tells several apart (<see cref="Checkpoints.MaskEncoding.Domains"/>).</summary>
    /// <value>The default value is null: <see cref="SamplerOptions.Domain"/>.</value>
    public string? Domain { get; init; }

    /// <summary>A recording to start from, on top of the mask: as large as the mask. Its layout and coarse greys carry over, the more the smaller <see cref="Strength"/> is.</summary>
    /// <value>The default value is null: start from noise.</value>
    public EchoImage? Source { get; init; }

    /// <summary>
    /// How much of the way from noise is gone anew with a <see cref="Source"/>, above 0 up to 1: the source is noised as far as the last ⌈Strength · S⌉ of the S steps begin, and they are taken
    /// (SDEdit, arXiv 2108.01073). With four steps, up to 0.25 is the last one, and so on; exactly 1 is from the mask alone.
    /// </summary>
    /// <value>The default value is 1.</value>
    public double Strength { get; init; } = 1;
}
