using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Segmentation;

/// <summary>
/// Whether synthetic images show the masks they were made from: the segmenter trained on all real images, run on synthetic ones. Read beside what the same segmenter scores on
/// real test images (<see cref="UsefulnessRegime.Real"/>): no image can be expected to score much better than that.
/// Distances are those of each image's own grid: where synthetic pixels are larger than real ones, so are the least distances that can be told.
/// </summary>
/// <param name="Images">Synthetic images it was measured on.</param>
/// <param name="MeanDice">As in <see cref="RegimeResult"/>, over the patients whose masks they were made from.</param>
/// <param name="Structures">Each structure that the synthetic images' masks have.</param>
/// <param name="RealMeanDice">The same segmenter on the real test images.</param>
/// <param name="RealStructures">What the same segmenter scores on the real test images, structure by structure: the yardstick for <paramref name="Structures"/>.</param>
public sealed record MaskFidelityResult(
    int Images, ConfidenceInterval MeanDice, IReadOnlyList<StructureResult> Structures, ConfidenceInterval RealMeanDice, IReadOnlyList<StructureResult> RealStructures);
