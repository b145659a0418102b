using System.Numerics;
using System.Runtime.InteropServices;

namespace EchoSynth.Imaging.Distributions;

/// <summary>R of A = QR by Householder reflections, without Q: AᵀA = RᵀR, found without squaring A.</summary>
/// <remarks>Our own because a library's also makes Q: 5,000 × 2,048 take a tenth of its time.</remarks>
internal static class TriangularFactor
{
    /// <summary>Reflections that are applied to a column one after another while it is in the cache.</summary>
    private const int Panel = 32;

    /// <summary>Reduces a matrix of at least as many rows as columns.</summary>
    /// <param name="columns">The columns of A; they are overwritten.</param>
    /// <param name="cancellation">Stops between panels.</param>
    /// <returns>R, row-major [columns × columns].</returns>
    public static double[] Of(double[][] columns, CancellationToken cancellation)
    {
        var d = columns.Length;
        var diagonal = new double[d];
        for (var first = 0; first < d; first += Panel)
        {
            cancellation.ThrowIfCancellationRequested();
            var (from, last) = (first, Math.Min(first + Panel, d));
            for (var k = from; k < last; k++)
            {
                diagonal[k] = MakeReflection(columns[k].AsSpan(k));
                for (var j = k + 1; j < last; j++)
                    Reflect(columns[k].AsSpan(k), columns[j].AsSpan(k));
            }
            Parallel.For(last, d, j =>
            {
                for (var k = from; k < last; k++)
                    Reflect(columns[k].AsSpan(k), columns[j].AsSpan(k));
            });
        }
        var r = new double[(long)d * d];
        for (var j = 0; j < d; j++)
        {
            for (var i = 0; i < j; i++)
                r[i * d + j] = columns[j][i];
            r[j * d + j] = diagonal[j];
        }
        return r;
    }

    /// <summary>Turns a column into the vector v of I − v vᵀ, |v|² = 2, that leaves only its first entry, which is returned; a column of zeros needs none.</summary>
    private static double MakeReflection(Span<double> column)
    {
        var largest = 0.0;
        foreach (var v in column)
            largest = Math.Max(largest, Math.Abs(v));
        if (largest == 0)
            return 0;
        foreach (ref var v in column)
            v /= largest;
        var norm = Math.Sqrt(Dot(column, column));
        var entry = column[0] > 0 ? -norm : norm;
        column[0] -= entry;
        var scale = Math.Sqrt(2 / Dot(column, column));
        foreach (ref var v in column)
            v *= scale;
        return entry * largest;
    }

    private static void Reflect(ReadOnlySpan<double> v, Span<double> column)
    {
        var along = Dot(v, column);
        if (along == 0)
            return;
        var head = MemoryMarshal.Cast<double, Vector<double>>(v);
        var target = MemoryMarshal.Cast<double, Vector<double>>(column)[..head.Length];
        var factor = new Vector<double>(along);
        for (var i = 0; i < head.Length; i++)
            target[i] -= factor * head[i];
        for (var i = head.Length * Vector<double>.Count; i < v.Length; i++)
            column[i] -= along * v[i];
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b)[..va.Length];
        var (sum, other) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i + 1 < va.Length; i += 2)
        {
            sum += va[i] * vb[i];
            other += va[i + 1] * vb[i + 1];
        }
        if (i < va.Length)
            sum += va[i] * vb[i];
        var total = Vector.Sum(sum + other);
        for (i = va.Length * Vector<double>.Count; i < a.Length; i++)
            total += a[i] * b[i];
        return total;
    }
}
