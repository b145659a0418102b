using System.Numerics;
using System.Runtime.InteropServices;

namespace EchoSynth.Imaging.Privacy;

/// <summary>From the best shifts of small images to the correlation of larger ones.</summary>
internal static class SpeckleRefinement
{
    private const int N = VectorFourier.Size;
    private const int Peaks = 3;

    /// <summary>The least share of either image's speckle that must overlap.</summary>
    private const double LeastOverlap = 0.5;

    /// <param name="query">The query at working size.</param>
    /// <param name="mirrored">Its mirror image's values.</param>
    /// <param name="reference">The reference at working size.</param>
    /// <param name="scale">Pixels of the working size in a pixel of the small one.</param>
    /// <param name="a">Small correlations of the query, [64 × 64].</param>
    /// <param name="b">Of its mirror image.</param>
    /// <param name="lane">Where in the vectors the reference is.</param>
    public static SpeckleMatch Best(SpeckleResidual query, float[] mirrored, SpeckleResidual reference, double scale, ReadOnlySpan<Vector<float>> a, ReadOnlySpan<Vector<float>> b, int lane)
    {
        if (!query.Exists || !reference.Exists)
            return default;
        var (best, around) = (default(SpeckleMatch), (int)Math.Ceiling(scale));
        foreach (var (x, y, flipped) in Highest(a, b, lane))
        {
            for (var dy = -around; dy <= around; dy++)
            {
                for (var dx = -around; dx <= around; dx++)
                {
                    var (shiftX, shiftY) = ((int)Math.Round(x * scale) + dx, (int)Math.Round(y * scale) + dy);
                    var correlation = At(flipped ? mirrored : query.Values, reference, shiftX, shiftY);
                    if (correlation > best.Correlation)
                        best = new SpeckleMatch(correlation, shiftX, shiftY, flipped);
                }
            }
        }
        return best;
    }

    /// <summary>Σ q(p + s) r(p) over the overlap, over the roots of both energies there.</summary>
    private static double At(float[] query, SpeckleResidual reference, int shiftX, int shiftY)
    {
        var (width, height) = (reference.Width, reference.Height);
        var (left, right) = (Math.Max(0, -shiftX), width - Math.Max(0, shiftX));
        Vector<float> product = default, ofQuery = default, ofReference = default;
        var (p, q, r) = (0.0, 0.0, 0.0);
        for (var y = Math.Max(0, -shiftY); y < height - Math.Max(0, shiftY) && right > left; y++)
        {
            ref var x0 = ref query[(y + shiftY) * width + left + shiftX];
            ref var y0 = ref reference.Values[y * width + left];
            var (count, k) = (right - left, 0);
            for (; k <= count - Vector<float>.Count; k += Vector<float>.Count)
            {
                var (u, v) = (Vector.LoadUnsafe(ref x0, (nuint)k), Vector.LoadUnsafe(ref y0, (nuint)k));
                product = Vector.MultiplyAddEstimate(u, v, product);
                ofQuery += Vector.ConditionalSelect(Vector.Equals(v, Vector<float>.Zero), Vector<float>.Zero, u * u);
                ofReference += Vector.ConditionalSelect(Vector.Equals(u, Vector<float>.Zero), Vector<float>.Zero, v * v);
            }
            var us = MemoryMarshal.CreateReadOnlySpan(ref x0, count);
            var vs = MemoryMarshal.CreateReadOnlySpan(ref y0, count);
            for (; k < count; k++)
            {
                p += us[k] * vs[k];
                q += vs[k] == 0 ? 0 : us[k] * us[k];
                r += us[k] == 0 ? 0 : vs[k] * vs[k];
            }
        }
        (p, q, r) = (p + Vector.Sum(product), q + Vector.Sum(ofQuery), r + Vector.Sum(ofReference));
        return q < LeastOverlap || r < LeastOverlap ? 0 : Math.Clamp(p / Math.Sqrt(q * r), 0, 1);
    }

    /// <summary>The highest peaks of both maps, none beside another.</summary>
    private static List<(int X, int Y, bool Flipped)> Highest(ReadOnlySpan<Vector<float>> a, ReadOnlySpan<Vector<float>> b, int lane)
    {
        var peaks = new List<(int X, int Y, bool Flipped)>(Peaks);
        while (peaks.Count < Peaks)
        {
            var (best, at) = (float.NegativeInfinity, (0, 0, false));
            for (var y = -SpecklePeaks.Reach; y <= SpecklePeaks.Reach; y++)
            {
                for (var x = -SpecklePeaks.Reach; x <= SpecklePeaks.Reach; x++)
                {
                    var index = (y & N - 1) * N + (x & N - 1);
                    if (a[index][lane] > best && !Near(peaks, x, y, false))
                        (best, at) = (a[index][lane], (x, y, false));
                    if (b[index][lane] > best && !Near(peaks, x, y, true))
                        (best, at) = (b[index][lane], (x, y, true));
                }
            }
            peaks.Add(at);
        }
        return peaks;
    }

    private static bool Near(List<(int X, int Y, bool Flipped)> peaks, int x, int y, bool flipped)
    {
        foreach (var peak in peaks)
        {
            if (peak.Flipped == flipped && Math.Abs(peak.X - x) <= 1 && Math.Abs(peak.Y - y) <= 1)
                return true;
        }
        return false;
    }
}
