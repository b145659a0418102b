namespace EchoSynth.Imaging.Anatomies;

/// <summary>What can be wrong with an anatomy.</summary>
public enum AnatomyFault
{
    /// <summary>A structure is not in the mask.</summary>
    Missing,

    /// <summary>A structure is in more than one piece (pixels that share a side belong together).</summary>
    Split,

    /// <summary>A structure, or the three together, enclose pixels that belong to none.</summary>
    Hole,

    /// <summary>The cavity has no wall where it should: outside the mitral plane, and not at the sector's edge.</summary>
    OpenWall,

    /// <summary>The wall is thinner than allowed.</summary>
    ThinWall,

    /// <summary>The atrium does not meet the ventricle.</summary>
    DetachedAtrium,

    /// <summary>Ventricle or wall touch the image's edge, or the atrium one of its sides or its top.</summary>
    OutsideImage,

    /// <summary>An outline crosses itself.</summary>
    SelfIntersection,

    /// <summary>The ejection fraction is not that of a living heart: the cavity grows towards end-systole, or next to nothing is left of it.</summary>
    Contraction,
}
