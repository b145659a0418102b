namespace EchoSynth.Imaging.Metrics;

/// <summary>How far the radial power spectrum of synthetic images is from that of real ones, in dB; powers are averaged over all images first.</summary>
/// <remarks>
/// Per image: minus its Gaussian blur (σ 1.2), times the sector, times a Hann window, then the power spectrum. Rings are one cycle per shorter side wide,
/// from 3 cycles to one below Nyquist's (3…30 for 64 × 64). Any size; lengths that are no powers of two are transformed exactly, by Bluestein's algorithm.
/// Not safe for concurrent calls.
/// </remarks>
public sealed class SpectrumError
{
    private const int FirstRing = 3;
    private static readonly double[] s_blur = GaussianFilter.Gaussian(1.2, 5);
    private double[]? _real;
    private double[]? _synthetic;
    private (int Width, int Height) _size;

    /// <summary>How many pairs were added.</summary>
    public int Images { get; private set; }

    /// <summary>Adds the power spectra of a real image and its synthetic one to the mean spectra.</summary>
    /// <param name="real">The real image, at least 10 pixels on its shorter side.</param>
    /// <param name="synthetic">The synthetic image, of the same size.</param>
    /// <param name="sector">Row-major [Height × Width]: true inside the sector.</param>
    /// <exception cref="ArgumentException">Too small, of another size than the others, or nothing in the sector.</exception>
    public void Add(EchoImage real, EchoImage synthetic, ReadOnlySpan<bool> sector)
    {
        MetricInput.CheckSameSize(real, synthetic);
        MetricInput.CheckRegion(real, sector);
        if (Math.Min(real.Width, real.Height) < 10)
            throw new ArgumentException($"The images are {real.Width} × {real.Height}; a spectrum needs at least 10 pixels on the shorter side.");
        if (Images > 0 && _size != (real.Width, real.Height))
            throw new ArgumentException($"The images are {real.Width} × {real.Height}, those before were {_size.Width} × {_size.Height}; spectra can only be averaged over one size.");
        _size = (real.Width, real.Height);
        Accumulate(ref _real, Power(real, sector));
        Accumulate(ref _synthetic, Power(synthetic, sector));
        Images++;
    }

    /// <summary>The mean over the rings of the absolute difference in dB; 0 is right.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public double Decibels()
    {
        var spectra = Spectra();
        return spectra.Real.Zip(spectra.Synthetic, (x, y) => Math.Abs(x - y)).Average();
    }

    /// <summary>The two mean spectra that <see cref="Decibels"/> compares, to draw.</summary>
    /// <exception cref="InvalidOperationException">Nothing was added.</exception>
    public RadialSpectra Spectra() => _real is null || _synthetic is null
        ? throw new InvalidOperationException("No images were added.")
        : new RadialSpectra(FirstRing, Rings(_real), Rings(_synthetic));

    private static void Accumulate(ref double[]? sum, double[] power)
    {
        sum ??= new double[power.Length];
        for (var i = 0; i < power.Length; i++)
            sum[i] += power[i];
    }

    private static double[] Power(EchoImage image, ReadOnlySpan<bool> sector)
    {
        var (width, height) = (image.Width, image.Height);
        var values = MetricInput.Scaled(image, 1);
        var blurred = GaussianFilter.Filter(values, width, height, s_blur);
        var (across, down) = (Hann(width), Hann(height));
        for (var i = 0; i < values.Length; i++)
            values[i] = sector[i] ? (values[i] - blurred[i]) * across[i % width] * down[i / width] : 0;
        return Fourier.Power(values, width, height);
    }

    private double[] Rings(double[] power)
    {
        var (width, height) = _size;
        var shorter = Math.Min(width, height);
        var sums = new double[shorter / 2 - 1];
        var counts = new int[sums.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (fx, fy) = (Frequency(x, width) * shorter / width, Frequency(y, height) * shorter / height);
                var ring = (int)(Math.Sqrt(fx * fx + fy * fy) + 1e-9);
                if (ring >= sums.Length)
                    continue;
                sums[ring] += power[y * width + x] / Images;
                counts[ring]++;
            }
        }
        var decibels = new double[sums.Length - FirstRing];
        for (var i = 0; i < decibels.Length; i++)
            decibels[i] = 10 * Math.Log10(sums[i + FirstRing] / counts[i + FirstRing] + 1e-9);
        return decibels;
    }

    private static double Frequency(int index, int length) => index < (length + 1) / 2 ? index : index - length;

    private static double[] Hann(int length) => [.. Enumerable.Range(0, length).Select(i => 0.5 - 0.5 * Math.Cos(2 * Math.PI * i / (length - 1)))];
}
