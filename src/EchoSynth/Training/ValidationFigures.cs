namespace EchoSynth.Training;

/// <summary>The figures of a validation by their names in <see cref="ValidationReport"/>, the score first.</summary>
internal static class ValidationFigures
{
    public static IEnumerable<(string Name, double Value)> Of(ValidationReport report) =>
    [
        (nameof(report.Score), report.Score),
        (nameof(report.Psnr), report.Psnr),
        (nameof(report.Ssim), report.Ssim),
        (nameof(report.Mse), report.Mse),
        (nameof(report.TextureMyocardium), report.TextureMyocardium),
        (nameof(report.TextureSurround), report.TextureSurround),
        (nameof(report.SpectrumError), report.SpectrumError),
        (nameof(report.SeedSpread), report.SeedSpread),
        (nameof(report.SeedSpreadCoarse), report.SeedSpreadCoarse),
        (nameof(report.Crps), report.Crps),
        (nameof(report.Dispersion), report.Dispersion),
    ];
}
