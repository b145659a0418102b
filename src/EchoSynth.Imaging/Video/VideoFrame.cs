namespace EchoSynth.Imaging.Video;

/// <summary>A decoded grey-level frame and its place in the order of display.</summary>
/// <param name="Index">Its number, 0-based, in the order in which frames are shown.</param>
/// <param name="Image">Its luma in [0, 1], with <see cref="PixelSpacing.Unit"/>.</param>
public sealed record VideoFrame(int Index, EchoImage Image);
