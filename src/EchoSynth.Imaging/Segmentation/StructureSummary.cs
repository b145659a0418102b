using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Segmentation;

/// <summary>The scores of one structure over several images.</summary>
/// <param name="Structure">Left ventricle, myocardium or left atrium.</param>
/// <param name="Dice">Dice coefficient, over the images in which at least one mask has the structure.</param>
/// <param name="Hausdorff95">Hausdorff distance (95 %), mm, over the images in which both masks have the structure.</param>
/// <param name="MeanDistance">Average symmetric surface distance, mm, over the same.</param>
/// <param name="Missed">How many images lack the structure in the predicted mask alone: no distance, Dice 0.</param>
/// <param name="Invented">How many images lack it in the true mask alone: no distance, Dice 0.</param>
/// <param name="Absent">How many images lack it in both masks: not counted at all.</param>
public sealed record StructureSummary(AnatomyLabel Structure, MeanDeviation Dice, MeanDeviation Hausdorff95, MeanDeviation MeanDistance, int Missed, int Invented, int Absent);
