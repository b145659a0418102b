namespace EchoSynth.Imaging.Datasets;

/// <summary>How many images have a pixel spacing.</summary>
/// <param name="Spacing">mm, rounded to 0.001; null where it is not known, that is <see cref="PixelSpacing.Unit"/>.</param>
/// <param name="Images">Images of this spacing.</param>
public sealed record DatasetSpacingCount(PixelSpacing? Spacing, int Images);
