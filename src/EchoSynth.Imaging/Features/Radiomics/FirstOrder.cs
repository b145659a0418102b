namespace EchoSynth.Imaging.Features.Radiomics;

/// <summary>The grey values of a region without their places. All 0 for an empty region; of a constant one, only mean and percentiles are not.</summary>
internal static class FirstOrder
{
    private const int Bins = 32;

    public static void Add(FeatureList list, string region, float[] values)
    {
        Array.Sort(values);
        var (mean, m2, m3, m4) = Moments(values);
        list.Add($"{region}.mean", mean);
        list.Add($"{region}.sd", Math.Sqrt(m2));
        list.Add($"{region}.skewness", m2 > 0 ? m3 / Math.Pow(m2, 1.5) : 0);
        list.Add($"{region}.kurtosis", m2 > 0 ? m4 / (m2 * m2) - 3 : 0);
        list.Add($"{region}.entropy", Entropy(values));
        list.Add($"{region}.p10", Percentile(values, 0.1));
        list.Add($"{region}.p90", Percentile(values, 0.9));
    }

    /// <summary>The mean and the central moments (population).</summary>
    public static (double Mean, double M2, double M3, double M4) Moments(float[] sorted)
    {
        // A constant region has no moments: rounding must not make some.
        if (sorted.Length == 0 || sorted[0] == sorted[^1])
            return (sorted.Length == 0 ? 0 : sorted[0], 0, 0, 0);
        var mean = 0.0;
        foreach (var v in sorted)
            mean += v;
        mean /= sorted.Length;
        var (m2, m3, m4) = (0.0, 0.0, 0.0);
        foreach (var v in sorted)
        {
            var d = v - mean;
            var square = d * d;
            m2 += square;
            m3 += square * d;
            m4 += square * square;
        }
        return (mean, m2 / sorted.Length, m3 / sorted.Length, m4 / sorted.Length);
    }

    private static double Entropy(float[] values)
    {
        Span<int> counts = stackalloc int[Bins];
        foreach (var v in values)
            counts[Math.Min(Bins - 1, (int)(v * Bins))]++;
        var sum = 0.0;
        foreach (var count in counts)
            sum -= count > 0 && count < values.Length ? (double)count / values.Length * Math.Log2((double)count / values.Length) : 0;
        return sum;
    }

    private static double Percentile(float[] sorted, double share)
    {
        if (sorted.Length == 0)
            return 0;
        var position = share * (sorted.Length - 1);
        var (low, high) = ((double)sorted[(int)position], (double)sorted[Math.Min((int)position + 1, sorted.Length - 1)]);
        return low + (position - (int)position) * (high - low);
    }
}
