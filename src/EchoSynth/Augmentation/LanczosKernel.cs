namespace EchoSynth.Augmentation;

/// <summary>Interpolation by six pixels along each axis (Lanczos, a = 3). Bilinear interpolation would take away a fifth of the speckle's texture, which the model would then learn.</summary>
internal static class LanczosKernel
{
    private const int Taps = 6;
    private const int PhaseBits = 10;
    private const int Phases = 1 << PhaseBits;
    private static readonly float[] s_weights = Table();

    /// <summary>Pixels that must lie around a position on each side.</summary>
    public const int Reach = 3;

    /// <summary>The value at a position, in pixels of a row-major image; on a pixel exactly that pixel.</summary>
    public static float Sample(float[] pixels, int width, double x, double y)
    {
        var wx = Weights(x, out var left);
        var wy = Weights(y, out var top);
        var sum = 0f;
        for (var j = 0; j < Taps; j++)
        {
            var row = pixels.AsSpan((top + j) * width + left, Taps);
            sum += wy[j] * (wx[0] * row[0] + wx[1] * row[1] + wx[2] * row[2] + wx[3] * row[3] + wx[4] * row[4] + wx[5] * row[5]);
        }
        return sum;
    }

    /// <summary>Weights of the six pixels from <paramref name="first"/> on, to the nearest 1/1024 of a pixel.</summary>
    private static ReadOnlySpan<float> Weights(double position, out int first)
    {
        var phase = (int)Math.Floor(position * Phases + 0.5);
        first = (phase >> PhaseBits) - 2;
        return s_weights.AsSpan((phase & (Phases - 1)) * Taps, Taps);
    }

    private static float[] Table()
    {
        var table = new float[Phases * Taps];
        Span<double> weights = stackalloc double[Taps];
        for (var phase = 0; phase < Phases; phase++)
        {
            var sum = 0.0;
            for (var k = 0; k < Taps; k++)
                sum += weights[k] = Lanczos(k - 2 - (double)phase / Phases);
            for (var k = 0; k < Taps; k++)
                table[phase * Taps + k] = (float)(weights[k] / sum);
        }
        return table;
    }

    private static double Lanczos(double x) =>
        x == 0 ? 1 : x == Math.Round(x) || Math.Abs(x) >= 3 ? 0 : 3 * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * x / 3) / (Math.PI * Math.PI * x * x);
}
