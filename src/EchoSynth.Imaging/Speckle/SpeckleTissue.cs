namespace EchoSynth.Imaging.Speckle;

/// <summary>A tissue of <see cref="SpeckleComparison"/>.</summary>
public enum SpeckleTissue
{
    /// <summary>The left ventricular cavity.</summary>
    LeftVentricle,

    /// <summary>The left ventricular myocardium.</summary>
    Myocardium,

    /// <summary>Blood in the left atrium.</summary>
    LeftAtrium,

    /// <summary>The unlabelled tissue of the sector, 3 pixels away from all else.</summary>
    Surround,
}
