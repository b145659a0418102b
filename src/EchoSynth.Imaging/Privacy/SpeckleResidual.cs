using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Privacy;

/// <summary>An image's speckle: what a narrow blur takes away, in units of its local deviation, inside the sector; mean 0, sum of squares 1, and 0 everywhere where there is none.</summary>
internal sealed class SpeckleResidual
{
    /// <summary>Images are brought to at most this size: speckle is a few pixels wide there, and noise is averaged.</summary>
    public const int MaxSize = 128;

    /// <summary>A mean deviation below this (one grey level of 255) is no speckle but rounding.</summary>
    private const double LeastDeviation = 0.004;

    /// <summary>Added to the deviation, so that rounding errors of black do not become speckle.</summary>
    private const double Floor = 0.02;

    private const int Border = 2;
    private static readonly double[] s_narrow = GaussianFilter.Gaussian(1, 4);
    private static readonly double[] s_wide = GaussianFilter.Gaussian(4, 12);

    private SpeckleResidual(int width, int height, float[] values, bool exists) => (Width, Height, Values, Exists) = (width, height, values, exists);

    public int Width { get; }

    public int Height { get; }

    /// <summary>Row-major [Height × Width]; 0 outside the region and, but for chance, nowhere else.</summary>
    public float[] Values { get; }

    /// <summary>Whether there is any speckle.</summary>
    public bool Exists { get; }

    public static SpeckleResidual Of(EchoPair pair, int size)
    {
        var (image, region) = (pair.Image, Regions.Sector(pair.Mask, pair.Image, 0.02f));
        var (width, height) = (image.Width, image.Height);
        if (Math.Max(width, height) <= size)
            return Of(image.Pixels, region, width, height);
        var flags = new float[region.Length];
        for (var i = 0; i < flags.Length; i++)
            flags[i] = region[i] ? 1 : 0;
        // Without spacing: a mirrored or shifted copy must be found on the pixels' own grid.
        var covered = Resampling.FitToSquare(new EchoImage(width, height, flags), size).Pixels;
        var within = new bool[covered.Length];
        for (var i = 0; i < within.Length; i++)
            within[i] = covered[i] > 0.99f;
        return Of(Resampling.FitToSquare(new EchoImage(width, height, image.Pixels), size).Pixels, within, size, size);
    }

    private static SpeckleResidual Of(ReadOnlySpan<float> pixels, bool[] region, int width, int height)
    {
        var inside = Regions.Erode(region, width, height, Border);
        var (weights, values) = (new double[pixels.Length], new double[pixels.Length]);
        for (var i = 0; i < pixels.Length; i++)
            (weights[i], values[i]) = inside[i] ? (1, pixels[i]) : (0, 0);
        var mean = Inner(values, weights, width, height, s_narrow);
        for (var i = 0; i < values.Length; i++)
            values[i] = inside[i] ? values[i] - mean[i] : 0;
        var variance = Inner([.. values.Select(v => v * v)], weights, width, height, s_wide);
        var (count, deviations, sum) = (0, 0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            if (!inside[i])
                continue;
            var deviation = Math.Sqrt(Math.Max(0, variance[i]));
            values[i] /= deviation + Floor;
            (count, deviations, sum) = (count + 1, deviations + deviation, sum + values[i]);
        }
        var squares = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = inside[i] ? values[i] - sum / count : 0;
            squares += values[i] * values[i];
        }
        var exists = count >= 64 && deviations / count >= LeastDeviation && squares > 0;
        var norm = exists ? 1 / Math.Sqrt(squares) : 0;
        return new SpeckleResidual(width, height, [.. values.Select(v => (float)(v * norm))], exists);
    }

    /// <summary>A blur that sees nothing outside the region.</summary>
    private static double[] Inner(double[] values, double[] weights, int width, int height, double[] kernel)
    {
        var (sum, weight) = (GaussianFilter.Filter(values, width, height, kernel), GaussianFilter.Filter(weights, width, height, kernel));
        for (var i = 0; i < sum.Length; i++)
            sum[i] = weight[i] > 1e-6 ? sum[i] / weight[i] : 0;
        return sum;
    }
}
