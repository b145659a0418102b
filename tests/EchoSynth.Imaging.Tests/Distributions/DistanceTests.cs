using EchoSynth.Imaging.Distributions;
using EchoSynth.Imaging.Features;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Distributions;

public class DistanceTests
{
    [Fact]
    public void Two_samples_of_one_distribution_have_a_kernel_distance_within_two_standard_errors_of_zero()
    {
        var within = 0;
        var sum = 0.0;
        for (var seed = 0; seed < 200; seed++)
        {
            var distance = KernelDistance.Between(Draw.Normal(60, 6, 2 * seed), Draw.Normal(80, 6, 2 * seed + 1));
            within += Math.Abs(distance.Value) <= 2 * distance.StandardError ? 1 : 0;
            sum += distance.Value / distance.StandardError;
        }
        Assert.InRange(within, 190, 200);
        // Unbiased: the mean over 200 is near 0 too.
        Assert.InRange(sum / 200, -0.2, 0.2);
    }

    [Fact]
    public void A_shift_is_many_standard_errors_away()
    {
        var distance = KernelDistance.Between(Draw.Normal(200, 6, 1), Draw.Normal(200, 6, 2, 0.7));
        Assert.True(distance.Value > 4 * distance.StandardError, $"{distance}");
    }

    [Fact]
    public void The_standard_error_of_a_shifted_sample_is_its_spread_over_samples()
    {
        var all = Enumerable.Range(0, 200).Select(s => KernelDistance.Between(Draw.Normal(60, 4, 2 * s), Draw.Normal(60, 4, 2 * s + 1, 1))).ToArray();
        var mean = all.Average(d => d.Value);
        var spread = Math.Sqrt(all.Sum(d => (d.Value - mean) * (d.Value - mean)) / 199);
        Assert.InRange(Math.Sqrt(all.Average(d => d.StandardError * d.StandardError)) / spread, 0.85, 1.25);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Identical_sets_are_perfect_even_where_images_repeat(int times)
    {
        var rows = Enumerable.Range(0, 130).Select(i => Draw.Normal(130, 9, 3)[i / times].ToArray()).ToArray();
        var (a, b) = (new FeatureSet("x", rows), new FeatureSet("x", [.. rows.Reverse()]));
        var balls = PrecisionRecall.Measure(a, b);
        Assert.Equal((1, 1, 1), (balls.Precision, balls.Recall, balls.Coverage));
        if (times == 1)
            Assert.Equal(1, balls.Density, 1e-12);
        Assert.InRange(FrechetDistance.Between(a, b), 0, 1e-10);
        Assert.True(KernelDistance.Between(a, b).Value <= 0);
    }

    [Fact]
    public void A_point_on_the_border_of_a_ball_is_inside()
    {
        // The synthetic points are the real points' third neighbours, at distances that rounding would miss.
        var real = Draw.Normal(200, 37, 8);
        double Squared(int i, int j) => real[i].ToArray().Zip(real[j].ToArray(), (x, y) => (x - y) * (x - y)).Sum();
        var third = Enumerable.Range(0, 200).Select(i => Enumerable.Range(0, 200).Where(j => j != i).OrderBy(j => Squared(i, j)).ElementAt(2)).Distinct().Take(40).ToArray();
        Assert.Equal(1, PrecisionRecall.Measure(real, real.Take(third)).Precision);
    }

    [Fact]
    public void Points_far_apart_share_nothing_and_half_a_distribution_is_half_recalled()
    {
        var real = Draw.Normal(300, 3, 1);
        Assert.Equal(new PrecisionRecall(0, 0, 0, 0), PrecisionRecall.Measure(real, Draw.Normal(300, 3, 2, 50)));
        var (left, all) = (Draw.Normal(300, 3, 4), Draw.Normal(150, 3, 5));
        var two = new FeatureSet("x", [.. Enumerable.Range(0, 150).Select(i => left[i].ToArray()), .. Enumerable.Range(0, 150).Select(i => left[150 + i].ToArray().Select(v => v + 50).ToArray())]);
        var balls = PrecisionRecall.Measure(two, all);
        Assert.InRange(balls.Recall, 0.3, 0.5);
        Assert.InRange(balls.Coverage, 0.3, 0.5);
        Assert.InRange(balls.Precision, 0.8, 1);
    }

    [Fact]
    public void Constant_sets_have_defined_values()
    {
        FeatureSet Constant(double value) => new("x", [.. Enumerable.Repeat(new[] { value, value }, 20)]);
        Assert.Equal(0, FrechetDistance.Between(Constant(2), Constant(2)));
        Assert.Equal(18, FrechetDistance.Between(Constant(2), Constant(5)), 1e-12);
        Assert.Equal(new KernelDistance(0, 0), KernelDistance.Between(Constant(2), Constant(2)));
        Assert.Equal(new PrecisionRecall(1, 1, 0, 1), PrecisionRecall.Measure(Constant(2), Constant(2)));
        Assert.Equal(new PrecisionRecall(0, 0, 0, 0), PrecisionRecall.Measure(Constant(2), Constant(5)));
    }

    [Fact]
    public void The_largest_features_give_numbers()
    {
        var (a, b) = (new FeatureSet("x", [.. Enumerable.Range(0, 10).Select(i => new[] { i % 2 == 0 ? 1e20 : -1e20, i * 1e19 })]), Draw.Normal(10, 2, 1));
        Assert.True(double.IsFinite(FrechetDistance.Between(a, b)));
        Assert.True(double.IsFinite(KernelDistance.Between(a, b).StandardError));
        Assert.Throws<ArgumentException>(() => new FeatureSet("x", [[1.1e20]]));
        Assert.Throws<ArgumentException>(() => new FeatureSet("x", [[double.NaN]]));
    }

    [Fact]
    public void Results_do_not_depend_on_who_was_first()
    {
        var (a, b) = (Draw.Normal(500, 17, 1), Draw.Normal(400, 17, 2));
        var (kernel, balls) = (KernelDistance.Between(a, b), PrecisionRecall.Measure(a, b));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(kernel, KernelDistance.Between(a, b));
            Assert.Equal(balls, PrecisionRecall.Measure(a, b));
        }
    }

    [Fact]
    public void Progress_is_told_to_the_end_and_cancelling_stops()
    {
        var (a, b) = (Draw.Normal(300, 5, 1), Draw.Normal(200, 5, 2));
        foreach (var measure in new Action<IProgress<double>, CancellationToken>[] { (p, c) => KernelDistance.Between(a, b, p, c), (p, c) => PrecisionRecall.Measure(a, b, p, c) })
        {
            var seen = new Shares();
            measure(seen, default);
            Assert.Equal(1, seen.Reported[^1], 1e-2);
            Assert.True(seen.Reported.Count > 10);
            using var stop = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() => measure(new Shares(stop), stop.Token));
        }
        Assert.ThrowsAny<OperationCanceledException>(() => FrechetDistance.Between(a, b, new CancellationToken(true)));
    }

    [Fact]
    public void What_cannot_be_compared_is_said()
    {
        var (one, few, other) = (Draw.Normal(1, 3, 1), Draw.Normal(5, 3, 1), Draw.Normal(20, 4, 1));
        Fixture.Throws<ArgumentException>(() => FrechetDistance.Between(one, few), "1 real and 5 synthetic");
        Fixture.Throws<ArgumentException>(() => KernelDistance.Between(few, one), "at least 2");
        Fixture.Throws<ArgumentException>(() => PrecisionRecall.Measure(few, few), "at least 6 and 4");
        Fixture.Throws<ArgumentException>(() => FrechetDistance.Between(few, other), "cannot be compared");
        Fixture.Throws<ArgumentException>(() => KernelDistance.Between(few, new FeatureSet("y", [[1, 2, 3], [1, 2, 3]])), "'x'", "'y'");
        Assert.True(double.IsNaN(KernelDistance.Between(Draw.Normal(2, 3, 1), few).StandardError));
    }

    private sealed class Shares(CancellationTokenSource? stop = null) : IProgress<double>
    {
        public List<double> Reported { get; } = [];

        public void Report(double value)
        {
            Reported.Add(value);
            stop?.Cancel();
        }
    }
}
