namespace EchoSynth.Imaging.Metrics;

/// <summary>How close one synthetic image is to its real one at one place, on the 8-bit range 0…255.</summary>
/// <param name="Mse">Mean squared error, squared grey levels, 0…65025.</param>
/// <param name="Psnr">PSNR, dB; positive infinity where the images are equal.</param>
/// <param name="Ssim">SSIM, −1…1; windows reach over the place's border.</param>
/// <param name="MultiScale">MS-SSIM; null where it is not measured (inside structures).</param>
public sealed record PlaceFigures(double Mse, double Psnr, double Ssim, MultiScaleSimilarity? MultiScale = null)
{
    /// <param name="real">The real image.</param>
    /// <param name="synthetic">The synthetic image, of the same size.</param>
    /// <param name="map">Their SSIM.</param>
    /// <param name="region">Where to measure.</param>
    /// <returns>Null where the region is empty.</returns>
    internal static PlaceFigures? Measure(EchoImage real, EchoImage synthetic, double[] map, bool[] region)
    {
        if (!region.Contains(true))
            return null;
        var mse = PixelError.Mse(real, synthetic, region);
        return new PlaceFigures(mse, PixelError.FromMse(mse), MetricInput.Mean(map, region));
    }
}
