using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Tests.Metrics;

public sealed class IntervalTests
{
    // Wilson's formula in Python, in double precision.
    [Theory]
    [InlineData(8, 10, 0.49016247, 0.94331785)]
    [InlineData(0, 10, 0, 0.27753280)]
    [InlineData(10, 10, 0.72246720, 1)]
    [InlineData(50, 1000, 0.03813026, 0.06531382)]
    public void Shares_have_wilsons_interval(int hits, int cases, double low, double high)
    {
        var interval = ConfidenceInterval.OfShare(hits, cases);
        Assert.Equal((double)hits / cases, interval.Value, 12);
        Assert.Equal(low, interval.Low, 6);
        Assert.Equal(high, interval.High, 6);
    }

    [Fact]
    public void The_mean_of_a_sample_holds_the_true_one_nineteen_times_in_twenty()
    {
        var random = new Random(1);
        var held = Enumerable.Range(0, 400).Count(_ =>
        {
            var interval = ConfidenceInterval.OfMean([.. Enumerable.Range(0, 40).Select(_ => random.NextDouble())], resamples: 400);
            Assert.InRange(interval.Value, interval.Low, interval.High);
            return interval.Low <= 0.5 && interval.High >= 0.5;
        });
        Assert.InRange(held, 360, 395);
    }

    [Fact]
    public void Means_have_the_samples_deviation_and_wrong_input_is_refused()
    {
        Assert.Equal(new MeanDeviation(3, 2, 3), MeanDeviation.Of([1, 3, 5]));
        Assert.Equal(new MeanDeviation(7, double.NaN, 1), MeanDeviation.Of([7]));
        Assert.Equal(new MeanDeviation(double.NaN, double.NaN, 0), MeanDeviation.Of([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.OfShare(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.OfShare(0, 0));
        Assert.Throws<ArgumentException>(() => ConfidenceInterval.OfMean([]));
    }
}
