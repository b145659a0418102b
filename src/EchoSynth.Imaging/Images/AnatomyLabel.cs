namespace EchoSynth.Imaging;

/// <summary>The labels of an <see cref="AnatomyMask"/>, those of CAMUS plus the sector.</summary>
public enum AnatomyLabel : byte
{
    /// <summary>Anything that is not labelled.</summary>
    Background = 0,

    /// <summary>Left ventricular cavity (LV).</summary>
    LeftVentricle = 1,

    /// <summary>Left ventricular myocardium (MYO).</summary>
    Myocardium = 2,

    /// <summary>Left atrium (LA).</summary>
    LeftAtrium = 3,

    /// <summary>Unlabelled, but inside the ultrasound sector. Derived from the image, never in a data set's own files.</summary>
    Sector = 4,
}
