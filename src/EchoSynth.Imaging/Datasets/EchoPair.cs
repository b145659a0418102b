namespace EchoSynth.Imaging.Datasets;

/// <summary>One image with its mask, of the same size.</summary>
/// <param name="Item">Identity and provenance.</param>
/// <param name="Image">The image.</param>
/// <param name="Mask">The mask, as large as the image.</param>
public sealed record EchoPair(EchoItem Item, EchoImage Image, AnatomyMask Mask);
