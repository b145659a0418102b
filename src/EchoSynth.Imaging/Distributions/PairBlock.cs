using System.Numerics;
using System.Runtime.InteropServices;

namespace EchoSynth.Imaging.Distributions;

/// <summary>All products or squared distances between a block of rows and a block of other rows.</summary>
/// <remarks>
/// Every pair is summed in the same order wherever it lies, so (a, b) and (b, a) give the same bits: a point that is another's k-th neighbour is exactly on its ball. Distances
/// are sums of squared differences, not |a|² + |b|² − 2ab, which loses the small ones.
/// </remarks>
internal static class PairBlock
{
    /// <summary>Rows of a block.</summary>
    public const int Side = 64;

    /// <summary>a·b for each pair, [rows of a × rows of b].</summary>
    public static void Products(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int length, Span<double> result) => Fill<Product>(a, b, length, result);

    /// <summary>|a − b|² for each pair, [rows of a × rows of b].</summary>
    public static void SquaredDistances(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int length, Span<double> result) => Fill<SquaredDifference>(a, b, length, result);

    private static void Fill<T>(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int length, Span<double> result) where T : struct, ITerm
    {
        var (rows, columns) = (a.Length / length, b.Length / length);
        for (var i = 0; i < rows; i += 2)
        {
            // An odd row or column out is paired with itself.
            var (i0, i1) = (i, Math.Min(i + 1, rows - 1));
            var a0 = a.Slice(i0 * length, length);
            var a1 = a.Slice(i1 * length, length);
            for (var j = 0; j < columns; j += 2)
            {
                var (j0, j1) = (j, Math.Min(j + 1, columns - 1));
                var (s00, s01, s10, s11) = Four<T>(a0, a1, b.Slice(j0 * length, length), b.Slice(j1 * length, length));
                (result[i0 * columns + j0], result[i0 * columns + j1]) = (s00, s01);
                (result[i1 * columns + j0], result[i1 * columns + j1]) = (s10, s11);
            }
        }
    }

    private static (double, double, double, double) Four<T>(ReadOnlySpan<double> a0, ReadOnlySpan<double> a1, ReadOnlySpan<double> b0, ReadOnlySpan<double> b1) where T : struct, ITerm
    {
        var va0 = MemoryMarshal.Cast<double, Vector<double>>(a0);
        var va1 = MemoryMarshal.Cast<double, Vector<double>>(a1)[..va0.Length];
        var vb0 = MemoryMarshal.Cast<double, Vector<double>>(b0)[..va0.Length];
        var vb1 = MemoryMarshal.Cast<double, Vector<double>>(b1)[..va0.Length];
        Vector<double> v00 = default, v01 = default, v10 = default, v11 = default;
        for (var k = 0; k < va0.Length; k++)
        {
            v00 += T.Of(va0[k], vb0[k]);
            v01 += T.Of(va0[k], vb1[k]);
            v10 += T.Of(va1[k], vb0[k]);
            v11 += T.Of(va1[k], vb1[k]);
        }
        var (s00, s01, s10, s11) = (Vector.Sum(v00), Vector.Sum(v01), Vector.Sum(v10), Vector.Sum(v11));
        for (var k = va0.Length * Vector<double>.Count; k < a0.Length; k++)
        {
            s00 += T.Of(a0[k], b0[k]);
            s01 += T.Of(a0[k], b1[k]);
            s10 += T.Of(a1[k], b0[k]);
            s11 += T.Of(a1[k], b1[k]);
        }
        return (s00, s01, s10, s11);
    }

    private interface ITerm
    {
        static abstract Vector<double> Of(Vector<double> a, Vector<double> b);

        static abstract double Of(double a, double b);
    }

    private readonly struct Product : ITerm
    {
        public static Vector<double> Of(Vector<double> a, Vector<double> b) => a * b;

        public static double Of(double a, double b) => a * b;
    }

    private readonly struct SquaredDifference : ITerm
    {
        public static Vector<double> Of(Vector<double> a, Vector<double> b) => (a - b) * (a - b);

        public static double Of(double a, double b) => (a - b) * (a - b);
    }
}
