namespace EchoSynth.Imaging.Segmentation;

/// <summary>Distances between the borders of two regions, mm.</summary>
internal static class SurfaceDistances
{
    private const double Percentile = 0.95;

    /// <param name="a">Row-major [height × width], not empty.</param>
    /// <param name="b">The same.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="spacing">Distance of neighbouring pixels, mm.</param>
    public static (double Hausdorff95, double Mean) Measure(bool[] a, bool[] b, int width, int height, PixelSpacing spacing)
    {
        var (borderA, borderB) = (Border(a, width, height), Border(b, width, height));
        var toB = Sample(DistanceTransform.Of(borderB, width, height, spacing), borderA);
        var toA = Sample(DistanceTransform.Of(borderA, width, height, spacing), borderB);
        return (Math.Max(Quantile(toA), Quantile(toB)), (toA.Sum() + toB.Sum()) / (toA.Length + toB.Length));
    }

    /// <summary>The region without its erosion.</summary>
    private static bool[] Border(bool[] region, int width, int height)
    {
        var border = Regions.Erode(region, width, height, 1);
        for (var i = 0; i < border.Length; i++)
            border[i] = region[i] && !border[i];
        return border;
    }

    private static double[] Sample(double[] distances, bool[] border)
    {
        double[] sampled = [.. distances.Where((_, i) => border[i])];
        Array.Sort(sampled);
        return sampled;
    }

    /// <summary>Of sorted values, interpolated linearly between neighbours, as numpy.percentile.</summary>
    private static double Quantile(double[] sorted)
    {
        var position = Percentile * (sorted.Length - 1);
        var below = (int)position;
        return below + 1 < sorted.Length ? sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
