namespace EchoSynth.Imaging.Segmentation;

/// <summary>How a predicted mask fits the true one: Dice coefficient, Hausdorff distance (95 %) and mean surface distance of each structure.</summary>
/// <remarks>
/// A border is the structure without its erosion by the four neighbours; outside the frame nothing is set. Distances are exact and Euclidean, between pixel centres, in mm
/// by the true mask's spacing, which may differ along x and y. The Hausdorff distance is the greater of the two directed 95th percentiles (interpolated linearly, as
/// numpy.percentile).
/// </remarks>
/// <param name="LeftVentricle">The left ventricular cavity.</param>
/// <param name="Myocardium">The left ventricular myocardium.</param>
/// <param name="LeftAtrium">Of the pixels labelled left atrium.</param>
public sealed record SegmentationScores(StructureScore LeftVentricle, StructureScore Myocardium, StructureScore LeftAtrium)
{
    /// <summary>The three, in this order.</summary>
    public IReadOnlyList<StructureScore> Structures => [LeftVentricle, Myocardium, LeftAtrium];

    /// <summary>The mean Dice coefficient over the structures that at least one mask has; NaN where none has any.</summary>
    public double MeanDice => Structures.Where(s => !double.IsNaN(s.Dice)).Select(s => s.Dice).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Measures a predicted mask.</summary>
    /// <param name="predicted">The prediction; its own spacing is not used.</param>
    /// <param name="truth">The true mask, of the same size.</param>
    /// <exception cref="ArgumentException">Different sizes.</exception>
    public static SegmentationScores Measure(AnatomyMask predicted, AnatomyMask truth)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        if (predicted.Width != truth.Width || predicted.Height != truth.Height)
            throw new ArgumentException($"The predicted mask is {predicted.Width} × {predicted.Height}, the true one {truth.Width} × {truth.Height}; give one size.", nameof(predicted));
        return new SegmentationScores(Of(AnatomyLabel.LeftVentricle), Of(AnatomyLabel.Myocardium), Of(AnatomyLabel.LeftAtrium));

        StructureScore Of(AnatomyLabel structure) => StructureScore.Measure(predicted, truth, structure);
    }
}
