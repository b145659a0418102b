namespace EchoSynth.Imaging.Datasets;

/// <summary>How much of the masks a label covers.</summary>
/// <param name="Label">The label.</param>
/// <param name="Pixels">Pixels with this label, of all masks that were loaded.</param>
/// <param name="Share">Their share of all pixels, 0…1.</param>
/// <param name="Masks">Masks that have it anywhere.</param>
public sealed record DatasetLabelCount(AnatomyLabel Label, long Pixels, double Share, int Masks);
