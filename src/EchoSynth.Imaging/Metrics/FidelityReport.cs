namespace EchoSynth.Imaging.Metrics;

/// <summary>The figures of <see cref="ImageFidelity"/>, on the 8-bit range 0…255.</summary>
/// <param name="Mse">Mean over the images of the mean squared error, squared grey levels.</param>
/// <param name="Psnr">Mean over the images of PSNR, dB; positive infinity when a pair is equal.</param>
/// <param name="Ssim">Mean over the images of SSIM.</param>
/// <param name="TextureMyocardium">Local deviation synthetic / real in the myocardium, each pooled over all images; NaN when no pixel was measured.</param>
/// <param name="TextureSurround">The same in the unlabelled tissue of the sector, 3 pixels away from all else.</param>
/// <param name="Images">How many pairs.</param>
public sealed record FidelityReport(double Mse, double Psnr, double Ssim, double TextureMyocardium, double TextureSurround, int Images);
