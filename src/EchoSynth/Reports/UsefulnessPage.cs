using EchoSynth.Imaging;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Segmentation;
using static EchoSynth.Reports.Figures;

namespace EchoSynth.Reports;

/// <summary>The report's third chapter: whether a network can learn from the set.</summary>
internal static class UsefulnessPage
{
    public static void Write(Html html, UsefulnessReport report)
    {
        var share = $"{Number(100 * report.Options.ScarceShare, report.Options.ScarceShare < 0.01 ? 1 : 0)} %";
        html.Paragraph($"The same segmentation network ({Count(report.Options.Segmenter.Steps)} steps, {report.Options.Segmenter.ImageSize} × {report.Options.Segmenter.ImageSize} pixels{(report.Options.Repeats > 1 ? $", {report.Options.Repeats} seeds" : ", one seed")}) is trained on different images and always tested on {Count(report.TestImages)} real images of {Count(report.TestPatients)} patients that no training saw. In brackets: 95 % bootstrap interval over patients.");
        html.Table(["trained on", "images", "real patients", "mean Dice", "of real", "LV Dice", "myocardium Dice", "LA Dice"],
            [.. report.Regimes.Select(r => (string[])[Name(r.Regime, share), Count(r.TrainingImages), Count(r.RealPatients), Range(r.MeanDice, 3), r.RatioToReal is null ? None : Shares(r.RatioToReal), Dice(r.Structures, AnatomyLabel.LeftVentricle), Dice(r.Structures, AnatomyLabel.Myocardium), Dice(r.Structures, AnatomyLabel.LeftAtrium)])]);
        html.Table(["distances, mm", "LV: Hausdorff 95", "LV: mean surface", "myocardium: Hausdorff 95", "myocardium: mean surface", "LA: Hausdorff 95", "LA: mean surface", "structures missed"],
            [.. report.Regimes.Select(r => (string[])[Name(r.Regime, share), .. new[] { AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium }.SelectMany(label => Distances(r.Structures, label)), Number(r.Structures.Sum(s => s.Missed), 0)])]);
        html.Charts(
            Charts.Intervals("Mean Dice on real test images, by what was trained on", "mean Dice, 1 is perfect", [.. report.Regimes.Select(r => Row(Name(r.Regime, share), r.MeanDice, r.Regime == UsefulnessRegime.Real ? Real : Synthetic))], report[UsefulnessRegime.Real].MeanDice.Value),
            Charts.Intervals("Do the images show their masks? Dice of the segmenter trained on real images", "Dice", [.. MaskRows(report.MaskFidelity)], null, [("on real test images", Real, ""), ("on synthetic images", Synthetic, "")]));
        html.Paragraph($"Mask fidelity: on {Count(report.MaskFidelity.Images)} synthetic images, against the masks they were drawn from, that segmenter reaches a mean Dice of {Range(report.MaskFidelity.MeanDice, 3)}; on real test images {Range(report.MaskFidelity.RealMeanDice, 3)}. Far below that, images do not show what their masks say; far above, they are simpler than real ones.");
        html.Table(["structure", "real images: Dice", "Hausdorff 95, mm", "mean surface, mm", "synthetic: Dice", "Hausdorff 95, mm", "mean surface, mm"],
            [.. report.MaskFidelity.Structures.Select(s => (string[])[Name(s.Structure), Dice(report.MaskFidelity.RealStructures, s.Structure), .. Distances(report.MaskFidelity.RealStructures, s.Structure), Range(s.Dice, 3), Range(s.Hausdorff95, 1), Range(s.MeanDistance, 1)])]);
        html.Paragraph($"The {share} of the real patients were {Count(report.ScarcePatients.Count)} of {Count(report.TrainingPatients)}. The generator itself has seen all real training patients: with synthetic images it shows what the set is worth to somebody with few images, not what a generator trained on few would give.", "lead");
        if (report.Warnings.Count > 0)
            html.Warnings(report.Warnings);
    }

    private static string Name(UsefulnessRegime regime, string share) => regime switch
    {
        UsefulnessRegime.Real => "real",
        UsefulnessRegime.Synthetic => "synthetic",
        UsefulnessRegime.Mixed => "real + synthetic",
        UsefulnessRegime.Scarce => $"{share} of real",
        _ => $"{share} of real + synthetic",
    };

    private static string Name(AnatomyLabel structure) => structure switch
    {
        AnatomyLabel.LeftVentricle => "left ventricle",
        AnatomyLabel.Myocardium => "myocardium",
        _ => "left atrium",
    };

    private static StructureResult? Find(IReadOnlyList<StructureResult> structures, AnatomyLabel label) => structures.FirstOrDefault(s => s.Structure == label);

    private static string Dice(IReadOnlyList<StructureResult> structures, AnatomyLabel label) => Range(Find(structures, label)?.Dice, 3);

    private static string[] Distances(IReadOnlyList<StructureResult> structures, AnatomyLabel label) => [Range(Find(structures, label)?.Hausdorff95, 1), Range(Find(structures, label)?.MeanDistance, 1)];

    private static IEnumerable<Charts.Row> MaskRows(MaskFidelityResult fidelity) => fidelity.Structures.Select(s => new Charts.Row(Name(s.Structure),
        [.. Find(fidelity.RealStructures, s.Structure) is { } real ? new[] { Mark(real.Dice, Real) } : [], Mark(s.Dice, Synthetic)]));

    private static Charts.Row Row(string name, ConfidenceInterval figure, string colour) => new(name, [Mark(figure, colour)]);

    private static Charts.Mark Mark(ConfidenceInterval figure, string colour) => new(figure.Value, figure.Low, figure.High, colour, Number(figure.Value, 3));
}
