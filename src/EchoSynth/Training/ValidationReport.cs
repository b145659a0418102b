namespace EchoSynth.Training;

/// <summary>Figures of a validation: held-out masks, averaged weights, fixed seeds, inside the sector, on the 8-bit range 0…255 where they have one.</summary>
/// <param name="Psnr">Mean PSNR, dB. Rewards blur.</param>
/// <param name="Ssim">Mean SSIM. Rewards blur.</param>
/// <param name="Mse">Mean squared error, squared grey levels.</param>
/// <param name="TextureMyocardium">Local deviation in the myocardium, synthetic over real; 1 is right, below 0.8 the discriminator is likely dead.</param>
/// <param name="TextureSurround">The same in the unlabelled tissue of the sector.</param>
/// <param name="SpectrumError">Radial spectrum error, dB; 0 is right.</param>
/// <param name="SeedSpread">Standard deviation over seeds of one mask, mean over pixels and masks, of images in [0, 1].</param>
/// <param name="SeedSpreadCoarse">The same of 4 × 4 means: whether more than the speckle changes from seed to seed.</param>
/// <param name="Crps">Ranked probability score of the seeds as a forecast of the held-out image (<see cref="Imaging.Metrics.EnsembleScore"/>), of images in [0, 1]; 0 is best. Neither blur nor alike seeds win it.</param>
/// <param name="Dispersion">How much seeds differ from each other over how much they differ from the held-out image: 1 is right, 0 is one image whatever the seed.</param>
/// <param name="Images">Held-out pairs compared.</param>
public sealed record ValidationReport(
    double Psnr, double Ssim, double Mse, double TextureMyocardium, double TextureSurround, double SpectrumError, double SeedSpread, double SeedSpreadCoarse, double Crps, double Dispersion, int Images)
{
    /// <summary>
    /// What "best" is measured by, in dB, higher is better: −20·log10(CRPS) − spectrum error − mean |20·log10(texture ratio)|. PSNR and SSIM would choose the blurred model, or the
    /// one whose seeds are all alike; the ranked probability score is a proper score, least in the mean for images drawn from the truth.
    /// </summary>
    public double Score => -20 * Math.Log10(Math.Max(Crps, 1e-6)) - SpectrumError - (Decibels(TextureMyocardium) + Decibels(TextureSurround)) / 2;

    private static double Decibels(double ratio) => double.IsNaN(ratio) ? 0 : Math.Abs(20 * Math.Log10(Math.Max(ratio, 1e-3)));
}
