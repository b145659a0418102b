using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Speckle;

/// <summary>How well two regions of an image can be told apart; NaN is a figure that could not be measured.</summary>
/// <remarks>
/// All are NaN where a region has fewer than <see cref="SpeckleStatistics.MinPixels"/> pixels. Ratio and CNR are of amplitudes (<see cref="SpeckleOptions"/>). The
/// generalised CNR is always of grey values, since no monotone display changes what it measures. Too few pixels raise it: two samples of n pixels from one distribution
/// spread evenly over B grey levels overlap by about 1 − √(B / (π n)) only (0.71 for 256 levels and 1,000 pixels), so compare it between images of the same masks.
/// </remarks>
/// <param name="RatioDecibels">20 · log₁₀ of the first mean over the second, dB: below 0 where the first is darker. NaN where a mean is 0.</param>
/// <param name="Cnr">|μ₁ − μ₂| / √(σ₁² + σ₂²), of populations. NaN where both regions are constant.</param>
/// <param name="GeneralisedCnr">1 − the overlap of the two histograms of 256 bins over [0, 1] (Rodriguez-Molares et al. 2020): 0 for equal ones, 1 where no grey level is
/// shared.</param>
public sealed record RegionContrast(double RatioDecibels, double Cnr, double GeneralisedCnr)
{
    private const int Bins = 256;

    /// <summary>Contrast ratio, CNR and generalised CNR between two sets of pixels of one image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="first">Row-major [Height × Width], usually the left ventricle; may be empty.</param>
    /// <param name="second">Row-major [Height × Width], usually the myocardium; may be empty.</param>
    /// <param name="options">How pixels are read; grey values when null.</param>
    /// <exception cref="ArgumentException">A region has another size.</exception>
    public static RegionContrast Measure(EchoImage image, ReadOnlySpan<bool> first, ReadOnlySpan<bool> second, SpeckleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Measure(image, (options ?? new SpeckleOptions()).Amplitudes(image.Pixels), first, second);
    }

    internal static RegionContrast Measure(EchoImage image, ReadOnlySpan<double> amplitudes, ReadOnlySpan<bool> first, ReadOnlySpan<bool> second)
    {
        MetricInput.CheckLength(image, first);
        MetricInput.CheckLength(image, second);
        if (Math.Min(first.Count(true), second.Count(true)) < SpeckleStatistics.MinPixels)
            return new RegionContrast(double.NaN, double.NaN, double.NaN);
        var ((m1, v1), (m2, v2)) = (Moments(amplitudes, first), Moments(amplitudes, second));
        var (h1, h2) = (Histogram(image, first), Histogram(image, second));
        return new RegionContrast(
            m1 > 0 && m2 > 0 ? 20 * Math.Log10(m1 / m2) : double.NaN,
            v1 + v2 > 0 ? Math.Abs(m1 - m2) / Math.Sqrt(v1 + v2) : double.NaN,
            1 - h1.Zip(h2, Math.Min).Sum());
    }

    private static (double Mean, double Variance) Moments(ReadOnlySpan<double> values, ReadOnlySpan<bool> region)
    {
        var (sum, count) = MetricInput.Sum(values, region);
        var (squares, first, constant) = (0.0, values[region.IndexOf(true)], true);
        for (var i = 0; i < values.Length; i++)
        {
            if (!region[i])
                continue;
            squares += (values[i] - sum / count) * (values[i] - sum / count);
            constant &= values[i] == first;
        }
        return constant ? (first, 0) : (sum / count, squares / count);
    }

    private static double[] Histogram(EchoImage image, ReadOnlySpan<bool> region)
    {
        var counts = new double[Bins];
        var share = 1.0 / region.Count(true);
        for (var i = 0; i < region.Length; i++)
        {
            if (region[i])
                counts[Math.Min(Bins - 1, (int)(image.Pixels[i] * Bins))]++;
        }
        return [.. counts.Select(c => c * share)];
    }
}
