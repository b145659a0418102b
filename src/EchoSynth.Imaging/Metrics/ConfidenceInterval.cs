namespace EchoSynth.Imaging.Metrics;

/// <summary>An estimate with its 95 % confidence interval.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public sealed record ConfidenceInterval(double Value, double Low, double High)
{
    private const double Z = 1.959963984540054;

    /// <summary>A share of independent cases, by Wilson's score interval (1927), which keeps inside 0…1 and serves few cases.</summary>
    /// <param name="hits">Cases that have the property, 0…<paramref name="cases"/>.</param>
    /// <param name="cases">All cases, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No cases, or hits that are not among them.</exception>
    public static ConfidenceInterval OfShare(int hits, int cases)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cases, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, cases);
        var (p, n) = ((double)hits / cases, (double)cases);
        var middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
        var reach = Z / (1 + Z * Z / n) * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return new ConfidenceInterval(p, Math.Max(0, middle - reach), Math.Min(1, middle + reach));
    }

    /// <summary>The mean of some values by the percentile bootstrap (Efron 1979), the same for the same seed.</summary>
    /// <param name="values">At least one; where values belong together (frames of a patient), give one mean for each group.</param>
    /// <param name="seed">Of the resampling.</param>
    /// <param name="resamples">How many; at least 100.</param>
    /// <exception cref="ArgumentException">No values.</exception>
    public static ConfidenceInterval OfMean(IReadOnlyList<double> values, int seed = 0, int resamples = 2000)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        if (values.Count == 0)
            throw new ArgumentException("There are no values.", nameof(values));
        var random = new Random(seed);
        var means = new double[resamples];
        for (var r = 0; r < resamples; r++)
        {
            var sum = 0.0;
            for (var i = 0; i < values.Count; i++)
                sum += values[random.Next(values.Count)];
            means[r] = sum / values.Count;
        }
        Array.Sort(means);
        return new ConfidenceInterval(values.Average(), means[(int)(0.025 * (resamples - 1))], means[(int)Math.Ceiling(0.975 * (resamples - 1))]);
    }
}
