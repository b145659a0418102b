namespace EchoSynth.Imaging.Metrics;

/// <summary>Mean squared error and PSNR on the 8-bit range 0…255. Pixels are not rounded to integers first.</summary>
public static class PixelError
{
    /// <summary>The data range that all figures refer to.</summary>
    public const double DataRange = 255;

    /// <summary>Mean squared error in squared grey levels (0…65025).</summary>
    /// <param name="a">An image.</param>
    /// <param name="b">Another of the same size.</param>
    /// <param name="region">Row-major [Height × Width]: where to measure; empty for the whole frame.</param>
    /// <exception cref="ArgumentException">Different sizes, or nothing in the region.</exception>
    public static double Mse(EchoImage a, EchoImage b, ReadOnlySpan<bool> region = default)
    {
        MetricInput.CheckSameSize(a, b);
        if (!region.IsEmpty)
            MetricInput.CheckRegion(a, region);
        var (sum, count) = (0.0, 0L);
        var x = a.Pixels;
        var y = b.Pixels;
        for (var i = 0; i < x.Length; i++)
        {
            if (!region.IsEmpty && !region[i])
                continue;
            var difference = DataRange * ((double)x[i] - y[i]);
            sum += difference * difference;
            count++;
        }
        return sum / count;
    }

    /// <summary>Peak signal-to-noise ratio, 10 · log₁₀(255² / MSE), in dB; positive infinity for equal images.</summary>
    /// <param name="a">An image.</param>
    /// <param name="b">Another of the same size.</param>
    /// <param name="region">Row-major [Height × Width]: where to measure; empty for the whole frame.</param>
    /// <exception cref="ArgumentException">Different sizes, or nothing in the region.</exception>
    public static double Psnr(EchoImage a, EchoImage b, ReadOnlySpan<bool> region = default) => FromMse(Mse(a, b, region));

    internal static double FromMse(double mse) => 10 * Math.Log10(DataRange * DataRange / mse);
}
