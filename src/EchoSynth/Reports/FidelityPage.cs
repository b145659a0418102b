using EchoSynth.Evaluation;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Speckle;
using static EchoSynth.Reports.Figures;

namespace EchoSynth.Reports;

/// <summary>The report's first chapter: how faithful single images are.</summary>
internal static class FidelityPage
{
    public static void Write(Html html, FidelitySection section, EvaluationPictures pictures)
    {
        if (pictures.Samples.Count > 0)
        {
            html.Element("h3", "What it looks like");
            html.Pictures(pictures.Samples, "samples");
        }
        if (section.Images > 0)
            Errors(html, section, pictures);
        Speckle(html, section.Speckle);
        if (section.Spectra is { } spectra)
            html.Charts(Spectrum(spectra, section.SpectrumDb), SpeckleChart(section.Speckle));
        else
            html.Charts(SpeckleChart(section.Speckle));
    }

    private static void Errors(Html html, FidelitySection section, EvaluationPictures pictures)
    {
        html.Element("h3", "Errors against the real image of the same mask");
        html.Paragraph($"Mean ± standard deviation over {Count(section.Images)} pairs ({Count(section.HeldOutImages)} of them with real images that the generator has not seen), grey levels 0…255. MSE: mean squared error, lower is closer. PSNR, SSIM, MS-SSIM ({string.Join("/", section.MsSsimScales)} scales): higher is closer. A blurred image scores better than an honest one, because speckle is random: what counts is to be near the score of a second real image, not above it.");
        var rows = new List<IReadOnlyList<string>>
        {
            Row("whole frame", section.WholeFrame),
            Row("inside the sector", section.Sector),
            Row("… unseen real images", section.SectorHeldOut),
            Row("left ventricle", section.LeftVentricle),
            Row("myocardium", section.Myocardium),
            Row("left atrium", section.LeftAtrium),
            Row("surrounding tissue", section.Surround),
        };
        if (section.SecondReal is { } second)
        {
            var name = second.Kind == "redraw" ? "second real image (same heart recorded again)" : $"second real image ({second.Kind}: most similar mask, Dice {Number(second.MaskDice)})";
            rows.Add(Row($"{name}, whole frame", second.WholeFrame));
            rows.Add(Row($"{name}, sector", second.Sector));
        }
        html.Table(["place", "MSE", "PSNR, dB", "SSIM", "MS-SSIM", "pairs"], [.. rows.Where(r => r[^1] != None)]);
        html.Table(["sharpness", "figure", "what it means"],
        [
            ["texture, myocardium", Number(section.TextureMyocardium), "local standard deviation over that of the real image: 1 is right, below is too smooth, above too grainy"],
            ["texture, surrounding tissue", Number(section.TextureSurround), "the same outside the labelled structures"],
            ["radial spectrum error", $"{Number(section.SpectrumDb)} dB", "mean difference of power over spatial frequencies: 0 is right; speckle of a wrong size shows here"],
        ]);
        if (pictures.Extremes.Count > 0)
        {
            html.Element("h3", "Least and most similar pairs");
            html.Pictures(pictures.Extremes);
        }
    }

    private static void Speckle(Html html, SpeckleReport speckle)
    {
        html.Element("h3", "Speckle of each tissue");
        html.Paragraph("SNR is mean over standard deviation (1.91 for fully developed speckle in linear amplitude; more in log-compressed grey). Nakagami's m tells the kind of scattering, the widths are those of the speckle's autocorrelation at half height, after shading broader than a Gaussian of "
            + $"{(speckle.Options.BackgroundSigma is { } sigma ? $"{Number(sigma, 1)} pixels was taken off" : "any width, since no shading was taken off")}. "
            + $"{(speckle.Options.DynamicRangeDecibels is { } range ? $"Greys were turned back to amplitudes with a dynamic range of {Number(range, 0)} dB." : "Measured on the grey values as they are, so the fits describe, they do not diagnose: compare real with synthetic.")}");
        html.Table(["tissue", "images", "mean grey", "SNR", "Rayleigh fit, KS", "Nakagami m", "width across, px", "width along, px"],
            [.. speckle.Tissues.SelectMany(t => new[] { SpeckleRow(Name(t.Tissue) + ", real", t.Real), SpeckleRow(Name(t.Tissue) + ", synthetic", t.Synthetic) })]);
        html.Table(["left ventricle against myocardium", "contrast, dB", "CNR", "generalised CNR"],
        [
            ["real", Spread(speckle.RealContrast.RatioDecibels, 1), Spread(speckle.RealContrast.Cnr), Spread(speckle.RealContrast.GeneralisedCnr)],
            ["synthetic", Spread(speckle.SyntheticContrast.RatioDecibels, 1), Spread(speckle.SyntheticContrast.Cnr), Spread(speckle.SyntheticContrast.GeneralisedCnr)],
        ]);
    }

    private static string[] Row(string name, PlaceErrors? errors) => errors is null
        ? [name, None, None, None, None, None]
        : [name, Spread(errors.Mse, errors.MseSd, 0), Spread(errors.Psnr, errors.PsnrSd), Spread(errors.Ssim, errors.SsimSd, 3), Spread(errors.MsSsim, errors.MsSsimSd, 3), Count(errors.Images)];

    private static string[] SpeckleRow(string name, SpeckleSummary s) =>
        [name, Count(s.Images - s.Absent), Spread(s.Mean), Spread(s.Snr), Spread(s.RayleighDistance, 3), Spread(s.NakagamiShape), Spread(s.LateralWidth), Spread(s.AxialWidth)];

    private static string Spectrum(RadialSpectra spectra, double error)
    {
        (double, double)[] Points(IReadOnlyList<double> values) => [.. values.Select((v, i) => ((double)(spectra.FirstRing + i), v))];
        return Charts.Curves($"Radial power spectrum inside the sector (mean difference {Number(error)} dB)", "cycles per image", "power, dB",
            [new("real", Real, Points(spectra.Real)), new("synthetic", Synthetic, Points(spectra.Synthetic), "6 4")]);
    }

    private static string SpeckleChart(SpeckleReport speckle) => Charts.Intervals("Speckle SNR, mean ± standard deviation over images", "SNR",
        [.. speckle.Tissues.Where(t => t.Real.Snr.Count > 0 || t.Synthetic.Snr.Count > 0).Select(t => new Charts.Row(Name(t.Tissue), [Mark(t.Real.Snr, Real), Mark(t.Synthetic.Snr, Synthetic)]))],
        null, [("real", Real, ""), ("synthetic", Synthetic, "")]);

    private static Charts.Mark Mark(MeanDeviation figure, string colour) =>
        new(figure.Mean, figure.Mean - figure.StandardDeviation, figure.Mean + figure.StandardDeviation, colour, Spread(figure));

    private static string Name(SpeckleTissue tissue) => tissue switch
    {
        SpeckleTissue.LeftVentricle => "left ventricle",
        SpeckleTissue.Myocardium => "myocardium",
        SpeckleTissue.LeftAtrium => "left atrium",
        _ => "surrounding tissue",
    };
}
