namespace EchoSynth.Imaging.Metrics;

/// <summary>Speckle strength: the standard deviation within 5 × 5 pixels.</summary>
public static class Texture
{
    private static readonly double[] s_window = GaussianFilter.Uniform(5);

    /// <summary>The local standard deviation at each pixel, population, borders reflected; in the units of the pixels, 0…0.5.</summary>
    /// <param name="image">The image.</param>
    /// <returns>Row-major [Height × Width].</returns>
    public static double[] LocalDeviation(EchoImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var values = MetricInput.Scaled(image, 1);
        var squares = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
            squares[i] = values[i] * values[i];
        var mean = GaussianFilter.Filter(values, image.Width, image.Height, s_window);
        var deviation = GaussianFilter.Filter(squares, image.Width, image.Height, s_window);
        for (var i = 0; i < deviation.Length; i++)
            deviation[i] = Math.Sqrt(Math.Max(0, deviation[i] - mean[i] * mean[i]));
        return deviation;
    }

    /// <summary>Mean local deviation of a synthetic image over that of a real one, within a region; 1 is right, below 1 is too smooth.</summary>
    /// <param name="real">The real image.</param>
    /// <param name="synthetic">The synthetic image, of the same size.</param>
    /// <param name="region">Row-major [Height × Width]: where to measure.</param>
    /// <returns>The ratio; not finite where the real image is flat.</returns>
    /// <exception cref="ArgumentException">Different sizes, or nothing in the region.</exception>
    public static double Ratio(EchoImage real, EchoImage synthetic, ReadOnlySpan<bool> region)
    {
        MetricInput.CheckSameSize(real, synthetic);
        MetricInput.CheckRegion(real, region);
        return MetricInput.Mean(LocalDeviation(synthetic), region) / MetricInput.Mean(LocalDeviation(real), region);
    }
}
