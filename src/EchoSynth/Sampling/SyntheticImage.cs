using EchoSynth.Imaging;

namespace EchoSynth.Sampling;

/// <summary>What the sampler drew, with the request and the mask it was drawn from.</summary>
/// <param name="Request">What it was made from.</param>
/// <param name="Image">The image, [0, 1], at the model's size, with the mask's spacing.</param>
/// <param name="Mask">The mask the network saw: at the model's size, with its sector.</param>
public sealed record SyntheticImage(SampleRequest Request, EchoImage Image, AnatomyMask Mask);
