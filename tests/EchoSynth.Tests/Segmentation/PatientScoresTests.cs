using EchoSynth.Imaging;
using EchoSynth.Imaging.Segmentation;
using EchoSynth.Segmentation;

namespace EchoSynth.Tests.Segmentation;

public sealed class PatientScoresTests
{
    private static readonly UsefulnessOptions Options = new();

    [Fact]
    public void A_patient_with_many_images_counts_as_much_as_one_with_few()
    {
        var scores = new PatientScores([Case("a", 1, 2), Case("a", 1, 2), Case("a", 1, 2), Case("b", 0.5, 6)], 1, Options);
        Assert.Equal(0.75, scores.MeanDice!.Value, 1e-12);
        var ventricle = scores.Structures()[0];
        Assert.Equal((AnatomyLabel.LeftVentricle, 4, 2), (ventricle.Structure, ventricle.Images, ventricle.Patients));
        Assert.Equal(0.75, ventricle.Dice.Value, 1e-12);
        Assert.Equal(4, ventricle.Hausdorff95!.Value, 1e-12);
        Assert.Equal((0.5, 1), (ventricle.Dice.Low, ventricle.Dice.High));
    }

    [Fact]
    public void What_is_missed_or_invented_is_counted_and_has_no_distance()
    {
        var missed = new StructureScore(AnatomyLabel.LeftVentricle, 0, double.NaN, double.NaN, 0, 9);
        var invented = missed with { PredictedPixels = 9, TruePixels = 0 };
        var scores = new PatientScores([Case("a", 0.8, 2), Of("b", missed), Of("c", invented), Of("c", missed)], 1, Options);
        var ventricle = Assert.Single(scores.Structures());
        Assert.Equal((2.0, 1.0, 3), (ventricle.Missed, ventricle.Invented, ventricle.Images));
        Assert.Equal(0.8 / 3, ventricle.Dice.Value, 1e-12);
        Assert.Equal(2, ventricle.Hausdorff95!.Value, 1e-12);
        Assert.Null(Assert.Single(new PatientScores([Of("b", missed)], 1, Options).Structures()).MeanDistance);
    }

    [Fact]
    public void Repeats_are_averaged_and_images_counted_once()
    {
        var scores = new PatientScores([Case("a", 0.8, 2), Case("b", 0.6, 2), Case("a", 0.6, 2), Case("b", 0.4, 2)], 2, Options);
        Assert.Equal(0.6, scores.MeanDice!.Value, 1e-12);
        Assert.Equal((2, 2), (scores.Structures()[0].Images, scores.Structures()[0].Patients));
    }

    [Fact]
    public void Differences_are_paired_by_patient()
    {
        // Patients differ by much, regimes by 0.01 for each of them: only pairing can tell.
        var real = new PatientScores([.. Enumerable.Range(0, 10).Select(i => Case($"p{i}", 0.3 + 0.06 * i, 2 + i))], 1, Options);
        var other = new PatientScores([.. Enumerable.Range(0, 10).Select(i => Case($"p{9 - i}", 0.29 + 0.06 * (9 - i), 3 + (9 - i)))], 1, Options);
        var ventricle = other.Structures(real)[0];
        Assert.All([ventricle.DiceDifference!.Value, ventricle.DiceDifference.Low, ventricle.DiceDifference.High], d => Assert.Equal(-0.01, d, 1e-12));
        Assert.Equal(1, ventricle.Hausdorff95Difference!.Value, 1e-12);
        Assert.Equal(0.5, ventricle.MeanDistanceDifference!.Value, 1e-12);
        Assert.Null(real.Structures()[0].DiceDifference);
    }

    [Fact]
    public void The_ratio_resamples_the_patients_together()
    {
        var (real, other) = (Figures(i => 0.3 + 0.06 * i), Figures(i => 0.9 * (0.3 + 0.06 * i)));
        var ratio = new PatientScores([], 1, Options).Ratio(other, real)!;
        Assert.All([ratio.Value, ratio.Low, ratio.High], r => Assert.Equal(0.9, r, 1e-12));
    }

    [Fact]
    public void The_ratios_interval_covers_about_as_often_as_it_should()
    {
        // True means 0.8 and 0.6, independent: the ratio of the means is 0.75.
        var covered = 0;
        for (var trial = 0; trial < 200; trial++)
        {
            var random = new Random(trial);
            var (real, other) = (Figures(_ => 0.7 + 0.2 * random.NextDouble()), Figures(_ => 0.4 + 0.4 * random.NextDouble()));
            var ratio = new PatientScores([], 1, Options with { Resamples = 500 }).Ratio(other, real)!;
            covered += ratio.Low <= 0.75 && 0.75 <= ratio.High ? 1 : 0;
        }
        Assert.InRange(covered, 180, 198);
    }

    [Fact]
    public void A_ratio_to_nothing_is_none() => Assert.Null(new PatientScores([], 1, Options).Ratio(Figures(_ => 0.5), Figures(_ => 0)));

    private static SortedDictionary<string, double> Figures(Func<int, double> of) => new(Enumerable.Range(0, 30).ToDictionary(i => $"p{i:D2}", of), StringComparer.Ordinal);

    private static (string, SegmentationScores) Case(string patient, double dice, double hausdorff) =>
        Of(patient, new StructureScore(AnatomyLabel.LeftVentricle, dice, hausdorff, hausdorff / 2, 9, 9));

    private static (string, SegmentationScores) Of(string patient, StructureScore ventricle)
    {
        var absent = new StructureScore(AnatomyLabel.Myocardium, double.NaN, double.NaN, double.NaN, 0, 0);
        return (patient, new SegmentationScores(ventricle, absent, absent with { Structure = AnatomyLabel.LeftAtrium }));
    }
}
