using System.Numerics;

namespace EchoSynth.Imaging.Privacy;

/// <summary>Discrete Fourier transforms of 64 points, one in each lane of a vector: as many images side by side as a vector has lanes.</summary>
internal static class VectorFourier
{
    public const int Size = 64;

    private static readonly int[] s_reversed = [.. Enumerable.Range(0, Size).Select(Reverse)];
    private static readonly float[] s_cos = [.. Enumerable.Range(0, Size / 2).Select(k => (float)Math.Cos(2 * Math.PI * k / Size))];
    private static readonly float[] s_sin = [.. Enumerable.Range(0, Size / 2).Select(k => (float)Math.Sin(2 * Math.PI * k / Size))];

    /// <summary>Σ x_n exp(± 2πi kn/64), without a factor; + is the inverse transform.</summary>
    /// <param name="re">Real parts; every <paramref name="stride"/>-th from <paramref name="start"/>.</param>
    /// <param name="im">Imaginary parts, likewise.</param>
    /// <param name="start">The first point.</param>
    /// <param name="stride">From one point to the next.</param>
    /// <param name="inverse">The sign.</param>
    /// <param name="work">2 · 64 vectors.</param>
    public static void Transform(Span<Vector<float>> re, Span<Vector<float>> im, int start, int stride, bool inverse, Span<Vector<float>> work)
    {
        var x = work[..Size];
        var y = work.Slice(Size, Size);
        for (var n = 0; n < Size; n++)
        {
            x[s_reversed[n]] = re[start + n * stride];
            y[s_reversed[n]] = im[start + n * stride];
        }
        var sign = inverse ? 1f : -1f;
        for (var half = 1; half < Size; half *= 2)
        {
            var step = Size / (2 * half);
            for (var k = 0; k < half; k++)
            {
                var (c, s) = (new Vector<float>(s_cos[k * step]), new Vector<float>(sign * s_sin[k * step]));
                for (var i = k; i < Size; i += 2 * half)
                {
                    var (u, v) = (x[i + half] * c - y[i + half] * s, x[i + half] * s + y[i + half] * c);
                    (x[i + half], y[i + half]) = (x[i] - u, y[i] - v);
                    (x[i], y[i]) = (x[i] + u, y[i] + v);
                }
            }
        }
        for (var n = 0; n < Size; n++)
            (re[start + n * stride], im[start + n * stride]) = (x[n], y[n]);
    }

    private static int Reverse(int n)
    {
        var reversed = 0;
        for (var bit = 0; bit < 6; bit++)
            reversed |= (n >> bit & 1) << (5 - bit);
        return reversed;
    }
}
