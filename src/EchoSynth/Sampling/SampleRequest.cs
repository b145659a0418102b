using EchoSynth.Imaging;

namespace EchoSynth.Sampling;

/// <summary>One image to make.</summary>
/// <param name="Mask">The anatomy. A mask of another size than the model's is fitted into it (isotropic, letterboxed, labels by area).</param>
/// <param name="Seed">Seed of all its noise; the same seed gives the same image.</param>
/// <param name="Id">A name carried through to the result.</param>
public sealed record SampleRequest(AnatomyMask Mask, long Seed, string Id = "");
