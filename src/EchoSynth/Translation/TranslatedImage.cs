using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;

namespace EchoSynth.Translation;

/// <summary>An image in the style that the model was trained on.</summary>
/// <param name="Source">The item that it was made from.</param>
/// <param name="Seed">Seed of its noise.</param>
/// <param name="Image">The image, on the model's grid.</param>
/// <param name="Mask">The mask it was drawn from, on the model's grid, missing structures added.</param>
/// <param name="Recording">The source image, framed alike.</param>
/// <param name="Geometry">How it was framed; <see cref="FrameGeometry.Restore(EchoImage)"/> brings <paramref name="Image"/> onto the recording's own grid.</param>
public sealed record TranslatedImage(EchoItem Source, long Seed, EchoImage Image, AnatomyMask Mask, EchoImage Recording, FrameGeometry Geometry);
