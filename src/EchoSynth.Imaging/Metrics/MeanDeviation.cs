namespace EchoSynth.Imaging.Metrics;

/// <summary>A figure over several images.</summary>
/// <param name="Mean">The mean; NaN of nothing, infinite where one of the values is (PSNR of equal images).</param>
/// <param name="StandardDeviation">The sample's, with n − 1; NaN for fewer than two values or where one is infinite.</param>
/// <param name="Count">How many values.</param>
public sealed record MeanDeviation(double Mean, double StandardDeviation, int Count)
{
    /// <summary>Mean and deviation of the values of several images; of an empty list NaN and a count of 0.</summary>
    /// <exception cref="ArgumentNullException">There is no list.</exception>
    public static MeanDeviation Of(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
            return new MeanDeviation(double.NaN, double.NaN, 0);
        var mean = values.Average();
        var deviation = values.Count > 1 ? Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1)) : double.NaN;
        return new MeanDeviation(mean, deviation, values.Count);
    }
}
