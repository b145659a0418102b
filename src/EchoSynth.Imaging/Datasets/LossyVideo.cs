namespace EchoSynth.Imaging.Datasets;

/// <summary>What lossy video does to frames.</summary>
internal static class LossyVideo
{
    /// <summary>Greys up to 5 of 255 are left around what was drawn.</summary>
    public const double SectorThreshold = 0.02;
}
