namespace EchoSynth.Imaging.Video;

/// <summary>What a video's header says; nothing is decoded for it.</summary>
/// <param name="Width">Columns, as shown: after the rotation that the file asks for.</param>
/// <param name="Height">Rows, as shown.</param>
/// <param name="FrameCount">Frames; null where the header does not tell. It is a claim: a truncated file has fewer.</param>
/// <param name="FramesPerSecond">The average rate, Hz; null where the header does not tell.</param>
/// <param name="Codec">ffmpeg's name of the codec, such as "mjpeg" or "h264".</param>
public sealed record VideoInfo(int Width, int Height, int? FrameCount, double? FramesPerSecond, string Codec);
