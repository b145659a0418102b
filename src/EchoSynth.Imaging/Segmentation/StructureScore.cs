namespace EchoSynth.Imaging.Segmentation;

/// <summary>How one structure of a predicted mask fits the true one; NaN is a figure that is not defined and not counted.</summary>
/// <param name="Structure">Left ventricle, myocardium or left atrium.</param>
/// <param name="Dice">Twice the common pixels over all pixels of both, 0…1; 0 where one mask lacks the structure, NaN where both do.</param>
/// <param name="Hausdorff95">The greater of the two directed 95th percentiles of distances between the borders, mm; NaN where a mask lacks the structure.</param>
/// <param name="MeanDistance">The average symmetric surface distance, mm: the mean over the border pixels of both masks; NaN where a mask lacks the structure.</param>
/// <param name="PredictedPixels">Pixels of the structure in the predicted mask.</param>
/// <param name="TruePixels">Pixels of the structure in the true mask.</param>
public sealed record StructureScore(AnatomyLabel Structure, double Dice, double Hausdorff95, double MeanDistance, int PredictedPixels, int TruePixels)
{
    /// <summary>The true mask has the structure and the predicted one has not.</summary>
    public bool IsMissed => TruePixels > 0 && PredictedPixels == 0;

    /// <summary>The predicted mask has the structure and the true one has not.</summary>
    public bool IsInvented => TruePixels == 0 && PredictedPixels > 0;

    internal static StructureScore Measure(AnatomyMask predicted, AnatomyMask truth, AnatomyLabel structure)
    {
        var (a, b) = (Regions.Of(predicted, structure), Regions.Of(truth, structure));
        var (pixelsA, pixelsB, both) = (0, 0, 0);
        for (var i = 0; i < a.Length; i++)
            (pixelsA, pixelsB, both) = (pixelsA + (a[i] ? 1 : 0), pixelsB + (b[i] ? 1 : 0), both + (a[i] && b[i] ? 1 : 0));
        if (pixelsA == 0 || pixelsB == 0)
            return new StructureScore(structure, pixelsA + pixelsB == 0 ? double.NaN : 0, double.NaN, double.NaN, pixelsA, pixelsB);
        var (hausdorff, mean) = SurfaceDistances.Measure(a, b, truth.Width, truth.Height, truth.Spacing);
        return new StructureScore(structure, 2.0 * both / ((double)pixelsA + pixelsB), hausdorff, mean, pixelsA, pixelsB);
    }
}
