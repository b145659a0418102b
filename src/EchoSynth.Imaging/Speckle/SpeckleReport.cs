namespace EchoSynth.Imaging.Speckle;

/// <summary>The figures of <see cref="SpeckleComparison"/>.</summary>
/// <param name="Tissues">One entry for each tissue, in the order of <see cref="SpeckleTissue"/>.</param>
/// <param name="RealContrast">Between left ventricle and myocardium in the real images.</param>
/// <param name="SyntheticContrast">The same in the synthetic images.</param>
/// <param name="Options">How pixels were read.</param>
public sealed record SpeckleReport(IReadOnlyList<TissueSpeckle> Tissues, ContrastSummary RealContrast, ContrastSummary SyntheticContrast, SpeckleOptions Options)
{
    /// <summary>The figures of one tissue.</summary>
    public TissueSpeckle this[SpeckleTissue tissue] => Tissues[(int)tissue];
}
