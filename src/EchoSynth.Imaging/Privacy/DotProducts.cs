using System.Numerics;
using System.Runtime.InteropServices;

namespace EchoSynth.Imaging.Privacy;

/// <summary>All scalar products of some rows with some others: a blocked matrix product of A · Bᵀ.</summary>
internal static class DotProducts
{
    /// <summary>Rows of a block: 64 of each side and 4 KiB of each row stay in a core's second cache.</summary>
    public const int Rows = 64;

    public const int Columns = 60;
    private const int Depth = 1024;

    /// <param name="a">One side; rows <paramref name="first"/> … are taken.</param>
    /// <param name="first">The first row of a.</param>
    /// <param name="count">At most <see cref="Rows"/>.</param>
    /// <param name="b">The other side.</param>
    /// <param name="from">The first row of b.</param>
    /// <param name="width">At most <see cref="Columns"/>.</param>
    /// <param name="length">Coordinates of a row.</param>
    /// <param name="products">[Rows × Columns], overwritten.</param>
    public static void Block(FloatRows a, int first, int count, FloatRows b, int from, int width, int length, Span<float> products)
    {
        products.Clear();
        for (var start = 0; start < length; start += Depth)
        {
            var depth = Math.Min(Depth, length - start);
            for (var j = 0; j < width; j += 3)
            {
                for (var i = 0; i < count; i += 4)
                {
                    if (i + 4 <= count && j + 3 <= width)
                        Tile(a, first + i, b, from + j, start, depth, products[(i * Columns + j)..]);
                    else
                        Edge(a, first, i, Math.Min(count, i + 4), b, from, j, Math.Min(width, j + 3), start, depth, products);
                }
            }
        }
    }

    /// <summary>4 × 3 products at once: twelve sums stay in registers, seven vectors are loaded for twelve multiplications.</summary>
    private static void Tile(FloatRows a, int i, FloatRows b, int j, int start, int depth, Span<float> products)
    {
        ref var a0 = ref At(a, i, start);
        ref var a1 = ref At(a, i + 1, start);
        ref var a2 = ref At(a, i + 2, start);
        ref var a3 = ref At(a, i + 3, start);
        ref var b0 = ref At(b, j, start);
        ref var b1 = ref At(b, j + 1, start);
        ref var b2 = ref At(b, j + 2, start);
        Vector<float> c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        Vector<float> c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        var whole = (nuint)(depth - depth % Vector<float>.Count);
        for (nuint k = 0; k < whole; k += (nuint)Vector<float>.Count)
        {
            var (y0, y1, y2) = (Vector.LoadUnsafe(ref b0, k), Vector.LoadUnsafe(ref b1, k), Vector.LoadUnsafe(ref b2, k));
            var x = Vector.LoadUnsafe(ref a0, k);
            (c00, c01, c02) = (Vector.MultiplyAddEstimate(x, y0, c00), Vector.MultiplyAddEstimate(x, y1, c01), Vector.MultiplyAddEstimate(x, y2, c02));
            x = Vector.LoadUnsafe(ref a1, k);
            (c10, c11, c12) = (Vector.MultiplyAddEstimate(x, y0, c10), Vector.MultiplyAddEstimate(x, y1, c11), Vector.MultiplyAddEstimate(x, y2, c12));
            x = Vector.LoadUnsafe(ref a2, k);
            (c20, c21, c22) = (Vector.MultiplyAddEstimate(x, y0, c20), Vector.MultiplyAddEstimate(x, y1, c21), Vector.MultiplyAddEstimate(x, y2, c22));
            x = Vector.LoadUnsafe(ref a3, k);
            (c30, c31, c32) = (Vector.MultiplyAddEstimate(x, y0, c30), Vector.MultiplyAddEstimate(x, y1, c31), Vector.MultiplyAddEstimate(x, y2, c32));
        }
        Add(products, c00, c01, c02);
        Add(products[Columns..], c10, c11, c12);
        Add(products[(2 * Columns)..], c20, c21, c22);
        Add(products[(3 * Columns)..], c30, c31, c32);
        if (whole < (nuint)depth)
            Edge(a, i, 0, 4, b, j, 0, 3, start + (int)whole, depth - (int)whole, products);
    }

    private static void Add(Span<float> products, Vector<float> x, Vector<float> y, Vector<float> z)
    {
        products[0] += Vector.Sum(x);
        products[1] += Vector.Sum(y);
        products[2] += Vector.Sum(z);
    }

    private static void Edge(FloatRows a, int first, int i0, int i1, FloatRows b, int from, int j0, int j1, int start, int depth, Span<float> products)
    {
        for (var i = i0; i < i1; i++)
        {
            for (var j = j0; j < j1; j++)
                products[i * Columns + j] += Dot(a(first + i).Slice(start, depth), b(from + j).Slice(start, depth));
        }
    }

    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var (sum, k) = (Vector<float>.Zero, 0);
        for (; k <= x.Length - Vector<float>.Count; k += Vector<float>.Count)
            sum = Vector.MultiplyAddEstimate(new Vector<float>(x[k..]), new Vector<float>(y[k..]), sum);
        var total = Vector.Sum(sum);
        for (; k < x.Length; k++)
            total += x[k] * y[k];
        return total;
    }

    private static ref float At(FloatRows rows, int row, int start) => ref MemoryMarshal.GetReference(rows(row)[start..]);
}
