namespace EchoSynth.Imaging.Video;

/// <summary>One frame of a video.</summary>
/// <param name="Index">Its number, 0-based, in the order in which frames are shown.</param>
/// <param name="Image">Its luma in [0, 1], with <see cref="PixelSpacing.Unit"/>.</param>
public sealed record VideoFrame(int Index, EchoImage Image);
