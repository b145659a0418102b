namespace EchoSynth.Segmentation;

/// <summary>What a segmenter of a <see cref="UsefulnessStudy"/> is trained on; all are tested on the same real images.</summary>
public enum UsefulnessRegime
{
    /// <summary>All real training pairs.</summary>
    Real,

    /// <summary>All synthetic pairs, no real one.</summary>
    Synthetic,

    /// <summary>All real and all synthetic pairs.</summary>
    Mixed,

    /// <summary>The real pairs of a few patients (<see cref="UsefulnessOptions.ScarceShare"/>).</summary>
    Scarce,

    /// <summary>Those, and all synthetic pairs.</summary>
    ScarceAndSynthetic,
}
