using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Speckle;

/// <summary>First- and second-order statistics of the pixels of one region; NaN is a figure that could not be measured.</summary>
/// <remarks>
/// Amplitudes are grey values in [0, 1], or what <see cref="SpeckleOptions.DynamicRangeDecibels"/> makes of them; all figures are of them. Of fewer than
/// <see cref="MinPixels"/> pixels everything but their number is NaN, of a constant region everything but number, mean and a deviation of 0. Autocorrelation at a lag is
/// the mean over all pairs of pixels at that distance along one axis, both inside the region, of the product of their differences from the region's mean, over its
/// variance; it is followed until it is below ½ and the lag there is interpolated linearly. A width is NaN where it stays above, or where fewer than
/// <see cref="MinPixels"/> pairs are left before. Lateral is along rows and axial along columns, which in a sector holds near its middle. Slow changes of brightness inside
/// a region widen both: <see cref="SpeckleOptions.BackgroundSigma"/> takes them off first.
/// </remarks>
/// <param name="Pixels">Pixels in the region.</param>
/// <param name="Mean">Mean amplitude.</param>
/// <param name="StandardDeviation">The population's, of the amplitude.</param>
/// <param name="Snr">Mean over standard deviation; √(π / (4 − π)) = 1.913 for fully developed speckle before compression.</param>
/// <param name="RayleighSigma">σ of the Rayleigh distribution of greatest likelihood.</param>
/// <param name="RayleighDistance">Kolmogorov–Smirnov distance to it, 0…1.</param>
/// <param name="NakagamiShape">Nakagami's m by the inverse normalised variance of the power, E²[x²] / Var[x²]; 1 for Rayleigh.</param>
/// <param name="NakagamiLikelihoodShape">m by maximum likelihood; NaN where a pixel is 0.</param>
/// <param name="NakagamiSpread">Nakagami's Ω, the mean power E[x²].</param>
/// <param name="LateralWidth">Full width at half maximum of the autocorrelation along x, pixels.</param>
/// <param name="AxialWidth">The same along y.</param>
/// <param name="LateralMillimetres">The width along x with the image's spacing, mm.</param>
/// <param name="AxialMillimetres">The width along y with the image's spacing, mm.</param>
public sealed record SpeckleStatistics(
    int Pixels, double Mean, double StandardDeviation, double Snr, double RayleighSigma, double RayleighDistance, double NakagamiShape, double NakagamiLikelihoodShape,
    double NakagamiSpread, double LateralWidth, double AxialWidth, double LateralMillimetres, double AxialMillimetres)
{
    /// <summary>The fewest pixels, and pairs of pixels, that are measured.</summary>
    public const int MinPixels = 30;

    /// <summary>Measures a region.</summary>
    /// <param name="image">The image.</param>
    /// <param name="region">Row-major [Height × Width]: where to measure; may be empty.</param>
    /// <param name="options">How pixels are read; grey values when null.</param>
    /// <exception cref="ArgumentException">The region has another size.</exception>
    public static SpeckleStatistics Measure(EchoImage image, ReadOnlySpan<bool> region, SpeckleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        options ??= new SpeckleOptions();
        return Measure(image, options.Amplitudes(image.Pixels), region, options);
    }

    /// <param name="image">The image.</param>
    /// <param name="amplitudes">Of each of its pixels.</param>
    /// <param name="region">Where to measure.</param>
    /// <param name="options">Whose amplitudes they are.</param>
    internal static SpeckleStatistics Measure(EchoImage image, ReadOnlySpan<double> amplitudes, ReadOnlySpan<bool> region, SpeckleOptions options)
    {
        MetricInput.CheckLength(image, region);
        var pixels = region.Count(true);
        if (pixels < MinPixels)
            return Undefined(pixels, double.NaN, double.NaN);
        var values = new double[pixels];
        for (var (i, n) = (0, 0); i < region.Length; i++)
        {
            if (region[i])
                values[n++] = amplitudes[i];
        }
        if (values.AsSpan().IndexOfAnyExcept(values[0]) < 0)
            return Undefined(pixels, values[0], 0);
        var mean = values.Sum() / pixels;
        var variance = values.Sum(v => (v - mean) * (v - mean)) / pixels;
        var patch = new RegionPatch(amplitudes, region, image.Width);
        if (options.BackgroundSigma is { } background)
            patch.RemoveBackground(background);
        var (lateral, axial) = (patch.LateralWidth, patch.AxialWidth);
        var (shape, spread) = AmplitudeFits.Nakagami(values);
        var likelihoodShape = AmplitudeFits.NakagamiByLikelihood(values, spread);
        var (sigma, distance) = AmplitudeFits.Rayleigh(values);
        var deviation = Math.Sqrt(variance);
        return new SpeckleStatistics(
            pixels, mean, deviation, mean / deviation, sigma, distance, shape, likelihoodShape, spread, lateral, axial, lateral * image.Spacing.X, axial * image.Spacing.Y);
    }

    private static SpeckleStatistics Undefined(int pixels, double mean, double deviation) => new(
        pixels, mean, deviation, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
}
