using EchoSynth.Imaging.Distributions;
using EchoSynth.Imaging.Features;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Distributions;

public class DistributionComparisonTests
{
    [Fact]
    public void All_is_measured_and_a_good_generator_is_at_the_floor()
    {
        var report = DistributionComparison.Measure(Draw.Normal(400, 4, 1), Draw.Normal(300, 4, 2), Options(400));
        Assert.Equal(("x", 400, 300, 4, false), (report.Extractor, report.RealImages, report.SyntheticImages, report.FeatureLength, report.Standardised));
        Assert.Equal((400, 300, 200, 200), (report.Figures!.RealImages, report.Figures.SyntheticImages, report.Floor!.RealImages, report.Floor.SyntheticImages));
        Assert.InRange(report.Figures.Frechet, 0, 2 * report.Floor.Frechet);
        Assert.InRange(report.Figures.Kernel.Value, -2 * report.Figures.Kernel.StandardError, 2 * report.Figures.Kernel.StandardError);
        Assert.InRange(report.Figures.Balls.Precision, report.Floor.Balls.Precision - 0.1, 1);
        Assert.Empty(report.Warnings);
        Assert.Empty(report.Shifts);
        Assert.Equal(report.Figures.Frechet, FrechetDistance.Between(Draw.Normal(400, 4, 1), Draw.Normal(300, 4, 2)));
    }

    [Fact]
    public void Units_do_not_matter_where_the_extractor_says_so()
    {
        var (real, synthetic) = (Draw.Normal(120, 3, 1, 0, ["a", "b", "c"], true), Draw.Normal(110, 3, 2, 0.5, ["a", "b", "c"], true));
        FeatureSet Scaled(FeatureSet set) => new("x", [.. Enumerable.Range(0, set.Count).Select(r => new[] { 1e5 * set[r][0] + 7, set[r][1] * 1e-4, 3 - set[r][2] })], set.Names, true);
        var (plain, scaled) = (DistributionComparison.Measure(real, synthetic), DistributionComparison.Measure(Scaled(real), Scaled(synthetic)));
        Assert.True(plain.Standardised);
        Assert.Equal(plain.Figures!.Frechet, scaled.Figures!.Frechet, 1e-8);
        Assert.Equal(plain.Figures.Kernel.Value, scaled.Figures.Kernel.Value, 1e-8);
        Assert.Equal(plain.Floor!.Frechet, scaled.Floor!.Frechet, 1e-8);
        Assert.Equal(plain.Figures.Balls, scaled.Figures.Balls);
    }

    [Fact]
    public void The_worst_feature_is_named_first()
    {
        var (real, synthetic) = (Draw.Normal(100, 3, 1, 0, ["a", "b", "c"]), Draw.Normal(100, 3, 2, 0, ["a", "b", "c"]));
        synthetic = new FeatureSet("x", [.. Enumerable.Range(0, 100).Select(r => new[] { synthetic[r][0], synthetic[r][1] - 3, synthetic[r][2] })], synthetic.Names);
        var worst = DistributionComparison.Measure(real, synthetic).Shifts[0];
        Assert.Equal("b", worst.Feature);
        Assert.InRange(worst.MeanDifference, -3.6, -2.4);
        Assert.InRange(worst.KolmogorovSmirnov, 0.7, 1);
    }

    [Theory]
    [InlineData(49, 200)]
    [InlineData(200, 49)]
    [InlineData(2, 2)]
    public void Too_few_images_give_a_warning_and_no_figure(int real, int synthetic)
    {
        var report = DistributionComparison.Measure(Draw.Normal(real, 3, 1), Draw.Normal(synthetic, 3, 2));
        Assert.Null(report.Figures);
        Assert.Null(report.Floor);
        Assert.Contains($"TOO FEW IMAGES: {real} real and {synthetic} synthetic; at least 50", Assert.Single(report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void One_image_is_an_error()
    {
        Fixture.Throws<ArgumentException>(() => DistributionComparison.Measure(Draw.Normal(1, 3, 1), Draw.Normal(90, 3, 2)), "1 real", "at least 2");
        Fixture.Throws<ArgumentException>(() => DistributionComparison.Measure(Draw.Normal(90, 3, 1), Draw.Normal(1, 3, 2)), "1 synthetic");
        Fixture.Throws<ArgumentException>(() => DistributionComparison.Measure(Draw.Normal(90, 3, 1), Draw.Normal(90, 3, 2), Options(89)), "89 patients for 90");
    }

    [Fact]
    public void Few_images_for_many_features_are_a_doubt()
    {
        bool Biased(int count) => DistributionComparison.Measure(Draw.Normal(count, 30, 1), Draw.Normal(200, 30, 2), Options(count)).Warnings.Any(w => w.Contains("biased upward", StringComparison.Ordinal));
        Assert.True(Biased(60));
        Assert.False(Biased(61));
    }

    [Fact]
    public void Constant_features_are_said_and_give_defined_values()
    {
        var constant = new FeatureSet("x", [.. Enumerable.Repeat(new[] { 1.0, 2 }, 120)], ["a", "b"], true);
        var report = DistributionComparison.Measure(constant, constant, Options(120));
        Assert.Equal((0.0, new PrecisionRecall(1, 1, 0, 1)), (report.Figures!.Frechet, report.Figures.Balls));
        Assert.All(report.Shifts, s => Assert.Equal((0, 0), (s.MeanDifference, s.KolmogorovSmirnov)));
        Assert.Equal(2, report.Warnings.Count(w => w.Contains("same features", StringComparison.Ordinal)));
        var partly = new FeatureSet("x", [.. Enumerable.Range(0, 120).Select(i => new[] { 1.0, i })], ["a", "b"], true);
        // The same in both sets is no difference; the same in one of them is.
        Assert.Empty(DistributionComparison.Measure(partly, partly, Options(120)).Warnings);
        var both = new FeatureSet("x", [.. Enumerable.Range(0, 120).Select(i => new[] { i % 7, (double)i })], ["a", "b"], true);
        Assert.Equal(["1 of 2 features are the same in all real images, but not in the others."], DistributionComparison.Measure(partly, both, Options(120)).Warnings);
    }

    [Fact]
    public void Unequal_numbers_do_not_flatter()
    {
        var (few, many) = (Draw.Normal(100, 3, 1), Draw.Normal(1000, 3, 2));
        var figures = DistributionComparison.Measure(few, many, Options(100)).Figures!;
        Assert.Equal((100, 1000, 100), (figures.RealImages, figures.SyntheticImages, figures.BallImages));
        // Ten times as many find every ball, whatever they are like.
        Assert.Equal(1, PrecisionRecall.Measure(few, many).Coverage);
        Assert.InRange(figures.Balls.Coverage, 0.85, 0.995);
    }

    [Fact]
    public void No_patient_is_in_both_halves()
    {
        var patients = Enumerable.Range(0, 301).Select(i => $"p{i * i % 37}").ToArray();
        var (first, second) = RealHalves.Draw(301, patients, 3);
        Assert.Empty(first.Select(i => patients[i]).Intersect(second.Select(i => patients[i])));
        Assert.Equal(Enumerable.Range(0, 301), first.Concat(second).Order());
        Assert.InRange(first.Length - second.Length, -20, 20);
        Assert.Equal(first, RealHalves.Draw(301, patients, 3).First);
        Assert.NotEqual(first, RealHalves.Draw(301, patients, 4).First);
    }

    [Fact]
    public void A_floor_that_cannot_be_or_is_too_low_is_said()
    {
        string Warnings(int count, DistributionOptions? options) => string.Join('\n', DistributionComparison.Measure(Draw.Normal(count, 3, 1), Draw.Normal(90, 3, 2), options).Warnings);
        Assert.Contains("patients are not known", Warnings(100, null), StringComparison.Ordinal);
        Assert.Contains("No floor: the real images divide into 49 and 49", Warnings(98, null), StringComparison.Ordinal);
        Assert.Contains("into 200 and 0 by patient", Warnings(200, new DistributionOptions { Patients = [.. Enumerable.Repeat("p", 200)] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_are_told_and_cancelling_stops()
    {
        var (real, synthetic) = (Draw.Normal(120, 3, 1), Draw.Normal(120, 3, 2));
        var seen = new Parts();
        DistributionComparison.Measure(real, synthetic, null, seen);
        Assert.Equal(6, seen.Names.Count);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => DistributionComparison.Measure(real, synthetic, null, new Parts(stop), stop.Token));
    }

    private static DistributionOptions Options(int patients) => new() { Patients = [.. Enumerable.Range(0, patients).Select(i => $"p{i}")] };

    private sealed class Parts(CancellationTokenSource? stop = null) : IProgress<DistributionProgress>
    {
        public HashSet<string> Names { get; } = [];

        public void Report(DistributionProgress value)
        {
            lock (Names)
                Names.Add(value.Part);
            stop?.Cancel();
        }
    }
}
