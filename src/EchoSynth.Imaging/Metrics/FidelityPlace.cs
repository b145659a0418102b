namespace EchoSynth.Imaging.Metrics;

/// <summary>A place of <see cref="StructureFidelity"/>.</summary>
public enum FidelityPlace
{
    /// <summary>The whole frame; its black surround flatters.</summary>
    WholeFrame,

    /// <summary>Inside the ultrasound sector.</summary>
    Sector,

    /// <summary>The left ventricular cavity.</summary>
    LeftVentricle,

    /// <summary>The left ventricular myocardium.</summary>
    Myocardium,

    /// <summary>Pixels that the mask labels left atrium.</summary>
    LeftAtrium,

    /// <summary>The unlabelled tissue inside the sector.</summary>
    Surround,
}
