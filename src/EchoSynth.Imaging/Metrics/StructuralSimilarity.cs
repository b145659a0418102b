namespace EchoSynth.Imaging.Metrics;

/// <summary>SSIM of Wang et al. 2004: Gaussian window 11 × 11, σ 1.5, K₁ 0.01, K₂ 0.03, population covariance, range 0…255.</summary>
/// <remarks>Equal to scikit-image's structural_similarity with gaussian_weights, sigma 1.5, without sample covariance, data_range 255.</remarks>
public static class StructuralSimilarity
{
    private const int Radius = 5;
    private const double C1 = 0.01 * PixelError.DataRange * (0.01 * PixelError.DataRange);
    private const double C2 = 0.03 * PixelError.DataRange * (0.03 * PixelError.DataRange);
    private static readonly double[] s_window = GaussianFilter.Gaussian(1.5, Radius);

    /// <summary>The SSIM of each pixel, in [−1, 1]; borders are reflected.</summary>
    /// <param name="a">An image of at least 11 × 11 pixels.</param>
    /// <param name="b">Another of the same size.</param>
    /// <returns>Row-major [Height × Width].</returns>
    /// <exception cref="ArgumentException">Different sizes, or smaller than the window.</exception>
    public static double[] Map(EchoImage a, EchoImage b)
    {
        CheckSize(a, b);
        return Maps(MetricInput.Scaled(a, PixelError.DataRange), MetricInput.Scaled(b, PixelError.DataRange), a.Width, a.Height).Similarity;
    }

    /// <summary>The mean SSIM of the frame without its outermost 5 pixels, whose windows do not fit: scikit-image's number.</summary>
    /// <param name="a">An image of at least 11 × 11 pixels.</param>
    /// <param name="b">Another of the same size.</param>
    /// <exception cref="ArgumentException">Different sizes, or smaller than the window.</exception>
    public static double Mean(EchoImage a, EchoImage b)
    {
        var map = Map(a, b);
        return InteriorMean(map, a.Width, a.Height);
    }

    /// <summary>The mean of <see cref="Map"/> over a region.</summary>
    /// <param name="a">An image of at least 11 × 11 pixels.</param>
    /// <param name="b">Another of the same size.</param>
    /// <param name="region">Row-major [Height × Width]: where to measure.</param>
    /// <exception cref="ArgumentException">Different sizes, smaller than the window, or nothing in the region.</exception>
    public static double Mean(EchoImage a, EchoImage b, ReadOnlySpan<bool> region)
    {
        MetricInput.CheckSameSize(a, b);
        MetricInput.CheckRegion(a, region);
        return MetricInput.Mean(Map(a, b), region);
    }

    internal static int WindowSize => s_window.Length;

    internal static void CheckSize(EchoImage a, EchoImage b)
    {
        MetricInput.CheckSameSize(a, b);
        if (Math.Min(a.Width, a.Height) < s_window.Length)
            throw new ArgumentException($"The images are {a.Width} × {a.Height}; SSIM needs at least {s_window.Length} × {s_window.Length} pixels.");
    }

    /// <summary>SSIM and its contrast-structure factor (2 σ_xy + C₂) / (σ_x² + σ_y² + C₂), of values in 0…255.</summary>
    internal static (double[] Similarity, double[] Contrast) Maps(double[] x, double[] y, int width, int height)
    {
        var (mx, my) = (Smooth(x), Smooth(y));
        var (xx, yy, xy) = (Smooth(Product(x, x)), Smooth(Product(y, y)), Smooth(Product(x, y)));
        var (similarity, contrast) = (new double[x.Length], new double[x.Length]);
        for (var i = 0; i < similarity.Length; i++)
        {
            var (vx, vy, cxy) = (xx[i] - mx[i] * mx[i], yy[i] - my[i] * my[i], xy[i] - mx[i] * my[i]);
            similarity[i] = (2 * mx[i] * my[i] + C1) * (2 * cxy + C2) / ((mx[i] * mx[i] + my[i] * my[i] + C1) * (vx + vy + C2));
            contrast[i] = (2 * cxy + C2) / (vx + vy + C2);
        }
        return (similarity, contrast);

        double[] Smooth(double[] values) => GaussianFilter.Filter(values, width, height, s_window);
    }

    /// <summary>The mean where the whole window lies inside the frame.</summary>
    internal static double InteriorMean(double[] map, int width, int height)
    {
        var sum = 0.0;
        for (var y = Radius; y < height - Radius; y++)
        {
            for (var x = Radius; x < width - Radius; x++)
                sum += map[y * width + x];
        }
        return sum / ((width - 2.0 * Radius) * (height - 2.0 * Radius));
    }

    private static double[] Product(double[] a, double[] b)
    {
        var product = new double[a.Length];
        for (var i = 0; i < product.Length; i++)
            product[i] = a[i] * b[i];
        return product;
    }
}
