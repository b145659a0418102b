using EchoSynth.Evaluation;
using EchoSynth.Imaging.Distributions;
using static EchoSynth.Reports.Figures;

namespace EchoSynth.Reports;

/// <summary>The report's second chapter: how diverse the set is, and how like the real one.</summary>
internal static class DistributionPage
{
    private const int MostShifts = 12;

    public static void WriteDiversity(Html html, DiversitySection section)
    {
        var spread = section.Spread;
        var reference = section.Kind switch
        {
            "redraw" => "the same hearts recorded again",
            "none" => "nothing to compare with",
            _ => "real images with the most similar masks (other patients, so their spread is more than that of one heart)",
        };
        html.Element("h3", "Diversity for one mask");
        html.Paragraph($"Standard deviation of pixels over the images of one mask, {Count(spread.Masks)} masks, beside {reference}. A ratio of 1 is as diverse as that, near 0 means that every seed gives the same image.");
        html.Table(["spread", "synthetic", "reference", "ratio"],
        [
            ["pixels", Spread(spread.Fine, 4), Spread(spread.ReferenceFine, 4), Spread(spread.FineRatio)],
            ["means of 4 × 4 pixels (more than speckle)", Spread(spread.Coarse, 4), Spread(spread.ReferenceCoarse, 4), Spread(spread.CoarseRatio)],
        ]);
    }

    public static void Write(Html html, DistributionSection section)
    {
        foreach (var report in section.Extractors)
            Write(html, report, section.RealSet);
    }

    private static void Write(Html html, DistributionReport report, string realSet)
    {
        html.Element("h3", $"As a set, by the features of “{report.Extractor}”");
        html.Paragraph($"{Count(report.SyntheticImages)} synthetic against {Count(report.RealImages)} real images ({realSet}), {Count(report.FeatureLength)} features{(report.Standardised ? ", in standard deviations of the real images" : "")}. The third column is what one half of the real patients scores against the other: nothing can be expected to be much better.{(report.Figures is { } f && f.BallImages < Math.Max(f.RealImages, f.SyntheticImages) ? $" Precision, recall, density and coverage are measured on {Count(f.BallImages)} images of either set, since they depend on equal numbers." : "")}");
        var (figures, floor) = (report.Figures, report.Floor);
        html.Table(["measure", "synthetic", "real halves", "what it means"],
        [
            ["Fréchet distance", Number(figures?.Frechet ?? double.NaN, 3), Number(floor?.Frechet ?? double.NaN, 3), "distance of means and covariances; 0 is equal; larger for fewer images"],
            ["kernel distance (KID)", Kernel(figures), Kernel(floor), "unbiased; 0 within two standard errors is equal"],
            ["precision", Number(figures?.Balls.Precision ?? double.NaN, 3), Number(floor?.Balls.Precision ?? double.NaN, 3), "share of synthetic images that lie among real ones: how believable"],
            ["recall", Number(figures?.Balls.Recall ?? double.NaN, 3), Number(floor?.Balls.Recall ?? double.NaN, 3), "share of real images that lie among synthetic ones: how much of the variety"],
            ["density", Number(figures?.Balls.Density ?? double.NaN, 3), Number(floor?.Balls.Density ?? double.NaN, 3), "as precision, robust against outliers; about 1 is right"],
            ["coverage", Number(figures?.Balls.Coverage ?? double.NaN, 3), Number(floor?.Balls.Coverage ?? double.NaN, 3), "share of real images with a synthetic one near: as recall, robust"],
        ]);
        if (report.Warnings.Count > 0)
            html.Warnings(report.Warnings);
        if (report.Shifts.Count > 0)
        {
            html.Charts(
                Charts.Intervals($"What differs most: mean of the synthetic images, in real standard deviations", "standard deviations off", [.. report.Shifts.Take(MostShifts).Select(s => Row(s.Feature, s.MeanDifference))], 0),
                Charts.Intervals("… and how far the distributions of the same features are apart", "Kolmogorov–Smirnov distance, 0…1", [.. report.Shifts.Take(MostShifts).Select(s => Row(s.Feature, s.KolmogorovSmirnov))], 0));
        }
    }

    private static Charts.Row Row(string name, double value) => new(name, [new(value, Math.Min(0, value), Math.Max(0, value), Synthetic, Number(value))]);

    private static string Kernel(DistributionFigures? figures) => figures is null ? None : $"{Number(figures.Kernel.Value, 5)} ± {Number(figures.Kernel.StandardError, 5)}";
}
