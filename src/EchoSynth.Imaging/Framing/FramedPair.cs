using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Framing;

/// <summary>A pair as a network sees it, and the way back to the recording.</summary>
/// <param name="Pair">Square, isotropic, with its sector marked.</param>
/// <param name="Geometry">What was done.</param>
public sealed record FramedPair(EchoPair Pair, FrameGeometry Geometry);
