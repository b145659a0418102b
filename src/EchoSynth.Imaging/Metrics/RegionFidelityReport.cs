namespace EchoSynth.Imaging.Metrics;

/// <summary>The figures of <see cref="RegionFidelity"/>.</summary>
/// <param name="LeftVentricle">The left ventricular cavity.</param>
/// <param name="Myocardium">The left ventricular myocardium.</param>
/// <param name="LeftAtrium">Over the pixels that the masks label left atrium.</param>
/// <param name="Rest">The unlabelled rest of the sector.</param>
public sealed record RegionFidelityReport(RegionFigures LeftVentricle, RegionFigures Myocardium, RegionFigures LeftAtrium, RegionFigures Rest);
