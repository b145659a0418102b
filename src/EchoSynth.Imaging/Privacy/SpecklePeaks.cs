using System.Numerics;

namespace EchoSynth.Imaging.Privacy;

/// <summary>Cross-correlations of small residuals (at most 64 × 64) over all shifts up to an eighth of the width, and of their mirror images, by Fourier transforms.</summary>
internal static class SpecklePeaks
{
    private const int N = VectorFourier.Size;

    /// <summary>Shifts that are looked at, either way: an eighth, and one for rounding.</summary>
    public const int Reach = N / 8 + 1;

    /// <summary>Images in a vector.</summary>
    public static int Lanes => Vector<float>.Count;

    /// <summary>The spectra of up to <see cref="Lanes"/> residuals, [64 × 64] vectors each for real and imaginary parts.</summary>
    public static (Vector<float>[] Re, Vector<float>[] Im) Spectra(ReadOnlySpan<SpeckleResidual> residuals, bool mirrored = false)
    {
        var (re, im) = (new Vector<float>[N * N], new Vector<float>[N * N]);
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        var (width, height) = (residuals[0].Width, residuals[0].Height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var l = 0; l < residuals.Length; l++)
                    lanes[l] = residuals[l].Values[y * width + (mirrored ? width - 1 - x : x)];
                re[y * N + x] = new Vector<float>(lanes);
            }
        }
        Span<Vector<float>> work = stackalloc Vector<float>[2 * N];
        for (var y = 0; y < height; y++)
            VectorFourier.Transform(re, im, y * N, 1, false, work);
        for (var x = 0; x < N; x++)
            VectorFourier.Transform(re, im, x, N, false, work);
        return (re, im);
    }

    /// <summary>Σ_p query(p + s) · reference(p) for shifts s: the query's in the real parts, its mirror image's in the imaginary parts.</summary>
    /// <param name="query">Its spectrum and its mirror image's, interleaved: [64 × 64 × 4] re, im, re, im.</param>
    /// <param name="re">The references' real parts.</param>
    /// <param name="im">The references' imaginary parts.</param>
    /// <param name="a">[64 × 64] out: only rows of shifts within <see cref="Reach"/> are meaningful, row and column s mod 64.</param>
    /// <param name="b">Likewise, for the mirror image.</param>
    public static void Correlate(ReadOnlySpan<float> query, ReadOnlySpan<Vector<float>> re, ReadOnlySpan<Vector<float>> im, Span<Vector<float>> a, Span<Vector<float>> b)
    {
        for (var k = 0; k < N * N; k++)
        {
            // q · conj(r) of both, the second times i: both correlations are real, so one transform serves both.
            var (qr, qi, mr, mi) = (query[4 * k], query[4 * k + 1], query[4 * k + 2], query[4 * k + 3]);
            var (r, i) = (re[k], im[k]);
            a[k] = r * (qr - mi) + i * (qi + mr);
            b[k] = r * (qi + mr) - i * (qr - mi);
        }
        Span<Vector<float>> work = stackalloc Vector<float>[2 * N];
        for (var x = 0; x < N; x++)
            VectorFourier.Transform(a, b, x, N, true, work);
        for (var y = -Reach; y <= Reach; y++)
            VectorFourier.Transform(a, b, (y & N - 1) * N, 1, true, work);
    }

    /// <summary>The largest of both correlations within reach, in each lane.</summary>
    public static Vector<float> Largest(ReadOnlySpan<Vector<float>> a, ReadOnlySpan<Vector<float>> b)
    {
        var largest = Vector<float>.Zero;
        for (var y = -Reach; y <= Reach; y++)
        {
            var row = (y & N - 1) * N;
            for (var x = -Reach; x <= Reach; x++)
                largest = Vector.Max(largest, Vector.Max(a[row + (x & N - 1)], b[row + (x & N - 1)]));
        }
        return largest * (1f / (N * N));
    }

    /// <summary>A query's spectrum and its mirror image's, as <see cref="Correlate"/> takes them.</summary>
    public static float[] Query(SpeckleResidual residual)
    {
        var ((re, im), (mirroredRe, mirroredIm)) = (Spectra([residual]), Spectra([residual], mirrored: true));
        var query = new float[4 * N * N];
        for (var k = 0; k < N * N; k++)
            (query[4 * k], query[4 * k + 1], query[4 * k + 2], query[4 * k + 3]) = (re[k][0], im[k][0], mirroredRe[k][0], mirroredIm[k][0]);
        return query;
    }
}
