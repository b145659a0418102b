namespace EchoSynth.Imaging.Metrics;

/// <summary>Checks that images and regions fit together.</summary>
internal static class MetricInput
{
    public static void CheckSameSize(EchoImage a, EchoImage b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Width != b.Width || a.Height != b.Height)
            throw new ArgumentException($"The images are {a.Width} × {a.Height} and {b.Width} × {b.Height}; they must be of one size.");
    }

    public static void CheckRegion(EchoImage image, ReadOnlySpan<bool> region)
    {
        if (region.Length != image.Pixels.Length)
            throw new ArgumentException($"The region has {region.Length} pixels, the image {image.Width} × {image.Height}.", nameof(region));
        if (!region.Contains(true))
            throw new ArgumentException("The region is empty.", nameof(region));
    }

    public static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<bool> region)
    {
        var (sum, count) = Sum(values, region);
        return sum / count;
    }

    public static (double Sum, long Count) Sum(ReadOnlySpan<double> values, ReadOnlySpan<bool> region)
    {
        var (sum, count) = (0.0, 0L);
        for (var i = 0; i < values.Length; i++)
        {
            if (!region[i])
                continue;
            sum += values[i];
            count++;
        }
        return (sum, count);
    }

    public static double[] Scaled(EchoImage image, double factor)
    {
        var values = new double[image.Pixels.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = factor * image.Pixels[i];
        return values;
    }
}
