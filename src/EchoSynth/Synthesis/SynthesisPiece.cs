using EchoSynth.Sampling;

namespace EchoSynth.Synthesis;

/// <summary>One image on its way to the disk.</summary>
/// <param name="Job">What was asked for.</param>
/// <param name="Entry">Its line in the manifest, but for what is known only when its files are written.</param>
/// <param name="Input">What goes into the network; null where there is no image to make.</param>
internal sealed record SynthesisPiece(SynthesisJob Job, SynthesisEntry Entry, SynthesisInput? Input)
{
    /// <summary>The image, once it is drawn.</summary>
    public SyntheticImage? Made { get; set; }
}
