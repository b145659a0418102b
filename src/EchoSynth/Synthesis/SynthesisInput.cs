using EchoSynth.Imaging;
using EchoSynth.Imaging.Framing;

namespace EchoSynth.Synthesis;

/// <summary>What one synthetic image is made from.</summary>
/// <param name="Mask">The mask, framed for the model.</param>
/// <param name="Image">The recording, framed alike, for guided translation; null where there is none or it is not used.</param>
/// <param name="Geometry">How it was framed, for the way back; null for masks without a recording.</param>
public sealed record SynthesisInput(AnatomyMask Mask, EchoImage? Image = null, FrameGeometry? Geometry = null);
