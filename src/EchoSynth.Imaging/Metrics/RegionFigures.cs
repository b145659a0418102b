namespace EchoSynth.Imaging.Metrics;

/// <summary>Errors within one region, on the 8-bit range 0…255.</summary>
/// <param name="Mse">Mean over the images of the mean squared error, squared grey levels; NaN when no image has the region.</param>
/// <param name="Psnr">Mean over the images of PSNR, dB; positive infinity when a pair is equal there, NaN when no image has the region.</param>
/// <param name="Ssim">Mean over the images of SSIM; its windows reach over the region's border. NaN when no image has the region.</param>
/// <param name="Images">How many pairs have the region.</param>
public sealed record RegionFigures(double Mse, double Psnr, double Ssim, int Images);
