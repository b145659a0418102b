using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Segmentation;

/// <summary>The <see cref="SegmentationScores"/> of several images.</summary>
/// <param name="LeftVentricle">The left ventricular cavity.</param>
/// <param name="Myocardium">The left ventricular myocardium.</param>
/// <param name="LeftAtrium">Of the pixels labelled left atrium.</param>
/// <param name="MeanDice">The mean Dice coefficient of each image, over the images that have any structure.</param>
/// <param name="Images">How many images.</param>
public sealed record SegmentationSummary(StructureSummary LeftVentricle, StructureSummary Myocardium, StructureSummary LeftAtrium, MeanDeviation MeanDice, int Images)
{
    /// <summary>The three structures, in this order.</summary>
    public IReadOnlyList<StructureSummary> Structures => [LeftVentricle, Myocardium, LeftAtrium];

    /// <summary>Of several images; of none every mean is NaN and every count 0.</summary>
    public static SegmentationSummary Of(IReadOnlyCollection<SegmentationScores> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new SegmentationSummary(
            Summary(AnatomyLabel.LeftVentricle, i => i.LeftVentricle),
            Summary(AnatomyLabel.Myocardium, i => i.Myocardium),
            Summary(AnatomyLabel.LeftAtrium, i => i.LeftAtrium),
            MetricInput.Measured(images.Select(i => i.MeanDice)),
            images.Count);

        StructureSummary Summary(AnatomyLabel structure, Func<SegmentationScores, StructureScore> select)
        {
            StructureScore[] scores = [.. images.Select(select)];
            return new StructureSummary(
                structure,
                MetricInput.Measured(scores.Select(s => s.Dice)),
                MetricInput.Measured(scores.Select(s => s.Hausdorff95)),
                MetricInput.Measured(scores.Select(s => s.MeanDistance)),
                scores.Count(s => s.IsMissed),
                scores.Count(s => s.IsInvented),
                scores.Count(s => s.PredictedPixels + s.TruePixels == 0));
        }
    }
}
