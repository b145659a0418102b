namespace EchoSynth.Synthesis;

/// <summary>The pixels on which a synthetic image is written.</summary>
public enum SynthesisGrid
{
    /// <summary>Those of the model: square and isotropic.</summary>
    Model,

    /// <summary>Those of the recording that the mask is from: its size, spacing and place.</summary>
    Source,
}
