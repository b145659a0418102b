namespace EchoSynth.Imaging.Framing;

/// <summary>Which part of a recording becomes the square image.</summary>
public enum FrameExtent
{
    /// <summary>All of it, centred; the shorter side is padded with black.</summary>
    Whole,

    /// <summary>The ultrasound sector with a margin: cropped where the recording is larger, padded where it is smaller. The whole where no sector is found.</summary>
    Sector,
}
