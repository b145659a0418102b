using EchoSynth.Imaging;
using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Segmentation;

/// <summary>How well one structure was found. Figures are means over patients, each patient's being the mean over their images; intervals are 95 % bootstrap intervals over patients.</summary>
/// <param name="Structure">LV, myocardium or left atrium.</param>
/// <param name="Dice">Dice coefficient, 0…1; a structure that is missed, or found where there is none, counts as 0.</param>
/// <param name="Hausdorff95">Hausdorff distance (95 %), mm, over the images where both masks have the structure; null where there is none.</param>
/// <param name="MeanDistance">Mean surface distance, mm, over the same images.</param>
/// <param name="Images">Images whose true mask has the structure.</param>
/// <param name="Patients">Patients whom those images are of: what the bootstrap draws.</param>
/// <param name="Missed">Images where it is and was not found at all, the mean over repeats. They have no distance: read it beside the distances.</param>
/// <param name="Invented">Images where it is not and was found, the mean over repeats.</param>
public sealed record StructureResult(
    AnatomyLabel Structure, ConfidenceInterval Dice, ConfidenceInterval? Hausdorff95, ConfidenceInterval? MeanDistance, int Images, int Patients, double Missed, double Invented)
{
    /// <summary>Dice less that of <see cref="UsefulnessRegime.Real"/>, paired by patient; null for that regime itself.</summary>
    public ConfidenceInterval? DiceDifference { get; init; }

    /// <summary>Hausdorff distance less that of <see cref="UsefulnessRegime.Real"/>, mm, paired by patient.</summary>
    public ConfidenceInterval? Hausdorff95Difference { get; init; }

    /// <summary>Mean surface distance less that of <see cref="UsefulnessRegime.Real"/>, mm, paired by patient.</summary>
    public ConfidenceInterval? MeanDistanceDifference { get; init; }
}
