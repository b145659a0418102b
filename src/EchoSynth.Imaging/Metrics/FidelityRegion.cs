namespace EchoSynth.Imaging.Metrics;

/// <summary>Where MSE, PSNR and SSIM are measured.</summary>
public enum FidelityRegion
{
    /// <summary>Inside the ultrasound sector.</summary>
    Sector,

    /// <summary>The whole frame; its black surround flatters.</summary>
    WholeFrame,
}
