namespace EchoSynth.Imaging.Video;

/// <summary>How <see cref="VideoFile.Write"/> compresses.</summary>
public enum VideoEncoding
{
    /// <summary>Motion JPEG, yuvj420p, quality 2 of ffmpeg's scale: lossy, as EchoNet's videos are.</summary>
    MotionJpeg,

    /// <summary>FFV1, 8-bit grey: every pixel comes back as it was.</summary>
    Lossless,
}
