namespace EchoSynth.Imaging.Datasets;

/// <summary>How many images have a size.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Images">Images of this size.</param>
public sealed record DatasetSizeCount(int Width, int Height, int Images);
