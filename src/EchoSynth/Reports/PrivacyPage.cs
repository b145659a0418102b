using EchoSynth.Imaging.Privacy;
using static EchoSynth.Reports.Figures;

namespace EchoSynth.Reports;

/// <summary>The report's fourth chapter: whether the model copied its patients.</summary>
internal static class PrivacyPage
{
    public static void Write(Html html, PrivacyReport report, EvaluationPictures pictures)
    {
        html.Paragraph($"Each of {Count(report.Synthetic)} synthetic images was searched for among {Count(report.Training)} training images and {Count(report.HeldOut)} held-out images. If the model only learned what hearts look like, its images are no nearer to the training images than held-out patients are. {Count(report.Confounded)} synthetic images were drawn from masks of training images; these are near them in anatomy without having copied anything, so nearness is judged by the others alone. Copies are looked for in all.");
        html.Table(["duplicates", "exact", "near", "what it means"],
        [
            ["of training images", Count(report.TrainingDuplicates.Count(d => d.Exact)), Count(report.TrainingDuplicates.Count(d => !d.Exact)), $"none is expected; near: speckle correlation of {Number(report.SpeckleThreshold)} or more ({Number(report.SpeckleThresholdOfOneMask)} where the masks are one), also shifted or mirrored, or SSIM of 0.98 or more"],
            ["of held-out images", Count(report.HeldOutDuplicates.Count(d => d.Exact)), Count(report.HeldOutDuplicates.Count(d => !d.Exact)), "none is expected: the model should never have seen them"],
            ["within the set", Count(report.SyntheticDuplicates.Count(d => d.Exact)), Count(report.SyntheticDuplicates.Count(d => !d.Exact)), "many mean that the model draws one image over and over"],
        ]);
        html.Table(["space", "images", "nearer to training than 5 % of held-out are", "chance of that", "nearer to training than to held-out", "attack: AUC", "found at 1 % false alarms"],
            [.. report.Spaces.SelectMany(s => new[] { Row(Name(s.Space) + ", all", s, s.All), Row(Name(s.Space) + ", masks not from training", s, s.Unconfounded) }).OfType<string[]>()]);
        html.Paragraph($"Expected where nothing leaks: {Share(report.Spaces[0].Expected)} in the third column, 50 % in the fifth (equal numbers of both), an AUC of 0.5, 1 % in the last. The attack asks of a real image whether it was trained on, by its distance to the nearest synthetic one. In brackets: 95 % intervals.", "lead");
        html.Charts([.. report.Spaces.Select(Histogram)]);
        html.Charts(Charts.Intervals("Membership attack: AUC, 0.5 is chance", "AUC", [.. report.Spaces.Select(s => Auc(s))], 0.5));
        if (pictures.Closest.Count > 0)
        {
            html.Element("h3", "The ten closest pairs");
            html.Paragraph("Synthetic image beside the real one that is nearest to it. A copy shows the same speckle, grain by grain; the same anatomy with other speckle is none.");
            html.Pictures(pictures.Closest);
        }
        if (report.Warnings.Count > 0)
            html.Warnings(report.Warnings);
    }

    private static string[]? Row(string name, SpaceReport space, SpaceFigures? figures) => figures is null ? null :
    [
        name, Count(figures.Images), $"{Shares(figures.CloserThanYardstick)}, expected {Share(space.Expected)}", figures.Chance < 0.0001 ? "< 0.0001" : Number(figures.Chance, 4), Shares(figures.NearerToTraining), Range(figures.Membership.Auc), Share(figures.Membership.TprAt1),
    ];

    private static string Histogram(SpaceReport space) => Charts.Histogram($"Distance to the nearest training image: {Name(space.Space)}", Unit(space.Space),
        [new("held-out images", HeldOut, space.HeldOutToTraining, "5 3"), new("synthetic images", Synthetic, space.ToTraining)]);

    private static Charts.Row Auc(SpaceReport space)
    {
        var auc = (space.Unconfounded ?? space.All).Membership.Auc;
        return new Charts.Row(Name(space.Space), [new(auc.Value, auc.Low, auc.High, Synthetic, Number(auc.Value))]);
    }

    private static string Name(string space) => space switch
    {
        "pixel" => "pixels",
        "ssim" => "structural similarity",
        "features" => "radiomic or network features",
        _ => space,
    };

    private static string Unit(string space) => space switch
    {
        "pixel" => "Euclidean distance, pixels in 0…1",
        "ssim" => "1 − SSIM",
        "features" => "Euclidean distance",
        _ => "1 − correlation of the speckle; near 0 is a copy",
    };
}
