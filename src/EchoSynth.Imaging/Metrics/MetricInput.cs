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

    /// <summary>The region must be as large as the image; it may be empty.</summary>
    public static void CheckLength(EchoImage image, ReadOnlySpan<bool> region)
    {
        if (region.Length != image.Pixels.Length)
            throw new ArgumentException($"The region has {region.Length} pixels, the image {image.Width} × {image.Height}.", nameof(region));
    }

    public static void CheckRegion(EchoImage image, ReadOnlySpan<bool> region)
    {
        CheckLength(image, region);
        if (!region.Contains(true))
            throw new ArgumentException("The region is empty.", nameof(region));
    }

    /// <summary>The mask and the sector must be as large as the image; the sector may be empty.</summary>
    public static void CheckMask(EchoImage image, AnatomyMask mask, ReadOnlySpan<bool> sector)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.Width != image.Width || mask.Height != image.Height)
            throw new ArgumentException($"The mask is {mask.Width} × {mask.Height}, the image {image.Width} × {image.Height}.", nameof(mask));
        if (sector.Length != image.Pixels.Length)
            throw new ArgumentException($"The sector has {sector.Length} pixels, the image {image.Width} × {image.Height}.", nameof(sector));
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

    /// <summary>Over those values that could be measured: not NaN.</summary>
    public static MeanDeviation Measured(IEnumerable<double> values) => MeanDeviation.Of([.. values.Where(v => !double.IsNaN(v))]);
}
