namespace EchoSynth.Training;

/// <summary>How the rates go from their first to their last value; each a pure function of the step.</summary>
public enum RateDecay
{
    /// <summary>Half a cosine.</summary>
    Cosine,

    /// <summary>A straight line.</summary>
    Linear,

    /// <summary>The first value throughout.</summary>
    Constant,
}
