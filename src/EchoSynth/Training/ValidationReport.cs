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
/// <param name="Images">Held-out pairs compared.</param>
public sealed record ValidationReport(
    double Psnr, double Ssim, double Mse, double TextureMyocardium, double TextureSurround, double SpectrumError, double SeedSpread, double SeedSpreadCoarse, int Images)
{
    /// <summary>
    /// What "best" is measured by, in dB, higher is better: PSNR − spectrum error − mean |20·log10(texture ratio)|. PSNR alone would choose the blurred model;
    /// what blur gains there it loses twice in the other two.
    /// </summary>
    public double Score => Psnr - SpectrumError - (Decibels(TextureMyocardium) + Decibels(TextureSurround)) / 2;

    /// <summary>The figures by name, as JSON takes them: null where one could not be measured.</summary>
    public IReadOnlyDictionary<string, double?> Figures() => new Dictionary<string, double?>
    {
        ["score"] = Finite(Score),
        ["psnr"] = Finite(Psnr),
        ["ssim"] = Finite(Ssim),
        ["mse"] = Finite(Mse),
        ["textureMyocardium"] = Finite(TextureMyocardium),
        ["textureSurround"] = Finite(TextureSurround),
        ["spectrumError"] = Finite(SpectrumError),
        ["seedSpread"] = Finite(SeedSpread),
        ["seedSpreadCoarse"] = Finite(SeedSpreadCoarse),
        ["images"] = Images,
    };

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static double Decibels(double ratio) => double.IsNaN(ratio) ? 0 : Math.Abs(20 * Math.Log10(Math.Max(ratio, 1e-3)));
}
