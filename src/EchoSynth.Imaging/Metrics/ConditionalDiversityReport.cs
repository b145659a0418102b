namespace EchoSynth.Imaging.Metrics;

/// <summary>The figures of <see cref="ConditionalDiversity"/>: means and deviations over masks; spreads in the units of the pixels, 0…0.5.</summary>
/// <param name="Fine">The spread of pixels over seeds; 0 where every seed gives the same image.</param>
/// <param name="Coarse">The same of means over 4 × 4 pixels: more than speckle differs.</param>
/// <param name="ReferenceFine">The spread of pixels over the references; its count is the number of masks that had one.</param>
/// <param name="ReferenceCoarse">The same of means over 4 × 4 pixels.</param>
/// <param name="FineRatio">Spread over that of the reference, corrected for the numbers of images: 1 is as diverse, below 1 too uniform. A mask whose references are all
/// equal is left out.</param>
/// <param name="CoarseRatio">The same of means over 4 × 4 pixels.</param>
/// <param name="Masks">How many masks.</param>
public sealed record ConditionalDiversityReport(
    MeanDeviation Fine, MeanDeviation Coarse, MeanDeviation ReferenceFine, MeanDeviation ReferenceCoarse, MeanDeviation FineRatio, MeanDeviation CoarseRatio, int Masks);
