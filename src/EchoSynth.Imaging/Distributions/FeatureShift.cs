using EchoSynth.Imaging.Features;

namespace EchoSynth.Imaging.Distributions;

/// <summary>How far one named feature of the synthetic images is from that of the real ones.</summary>
/// <param name="Feature">The name that the extractor gives it, as in <see cref="Features.FeatureSet.Names"/>, such as "lv.snr" of the radiomic ones.</param>
/// <param name="MeanDifference">The synthetic mean minus the real one, in standard deviations of the real images (n − 1); in the feature's own units where it is constant there.</param>
/// <param name="KolmogorovSmirnov">The largest distance between the two distribution functions, 0…1.</param>
public sealed record FeatureShift(string Feature, double MeanDifference, double KolmogorovSmirnov)
{
    /// <summary>All features, those that differ most first: by <see cref="KolmogorovSmirnov"/>, then by the size of <see cref="MeanDifference"/>, then by name.</summary>
    /// <param name="real">The real images.</param>
    /// <param name="synthetic">The synthetic images, of the same extractor.</param>
    /// <returns>One for each feature; none where the features have no names.</returns>
    /// <exception cref="ArgumentException">Other extractors or lengths.</exception>
    public static IReadOnlyList<FeatureShift> Of(FeatureSet real, FeatureSet synthetic)
    {
        FeatureSet.CheckSame(real, synthetic);
        if (real.Names is not { } names)
            return [];
        var ((mean, scale), (other, _)) = (real.Moments(), synthetic.Moments());
        return [.. Enumerable.Range(0, real.Length)
            .Select(i => new FeatureShift(names[i], (other[i] - mean[i]) / scale[i], Distance(Column(real, i), Column(synthetic, i))))
            .OrderByDescending(s => s.KolmogorovSmirnov).ThenByDescending(s => Math.Abs(s.MeanDifference)).ThenBy(s => s.Feature, StringComparer.Ordinal)];
    }

    private static double[] Column(FeatureSet set, int feature)
    {
        var values = new double[set.Count];
        for (var r = 0; r < values.Length; r++)
            values[r] = set[r][feature];
        Array.Sort(values);
        return values;
    }

    private static double Distance(double[] a, double[] b)
    {
        var (i, j, largest) = (0, 0, 0.0);
        while (i < a.Length && j < b.Length)
        {
            var value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] == value)
                i++;
            while (j < b.Length && b[j] == value)
                j++;
            largest = Math.Max(largest, Math.Abs((double)i / a.Length - (double)j / b.Length));
        }
        return largest;
    }
}
