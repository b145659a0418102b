using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EchoSynth.Tensors;

/// <summary>
/// Eight blocks of <see cref="PhiloxNoise"/> at once, 32 normal numbers, with the bits of the one-by-one computation: where a vector's logarithm, sine or cosine could round to another
/// float than the library's (a few in a million), that number is computed one by one.
/// </summary>
internal static class NormalVector
{
    /// <summary>Numbers made at once.</summary>
    public const int Count = 4 * Blocks;

    private const int Blocks = 8;

    // Both ways of computing are within a few units of 2⁻⁵² of the true value, relative to the radius; this allows for ten bits more.
    private const double Doubt = 1.0 / (1L << 42);

    /// <summary>Whether the processor has such vectors.</summary>
    public static bool IsFaster => Vector256.IsHardwareAccelerated;

    /// <summary>Fills 32 numbers, those of the blocks <paramref name="counter"/> to <paramref name="counter"/> + 7.</summary>
    // Optimised at once: the first image needs a quarter of a million numbers, and unoptimised vectors are slower than none.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(Span<float> destination, ulong counter, ulong seed, ulong stream)
    {
        var low = Vector512.Create(0xffff_fffful);
        var counters = Vector512.Create(counter) + Vector512<ulong>.Indices;
        Vector512<ulong> c0 = counters & low, c1 = counters >>> 32, c2 = Vector512.Create(stream) & low, c3 = Vector512.Create(stream >> 32);
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (var round = 0; round < 10; round++)
        {
            Vector512<ulong> p0 = c0 * Vector512.Create((ulong)PhiloxNoise.M0), p1 = c2 * Vector512.Create((ulong)PhiloxNoise.M1);
            (c0, c1, c2, c3) = ((p1 >>> 32) ^ c1 ^ Vector512.Create((ulong)k0), p1 & low, (p0 >>> 32) ^ c3 ^ Vector512.Create((ulong)k1), p0 & low);
            k0 += PhiloxNoise.W0;
            k1 += PhiloxNoise.W1;
        }
        BoxMuller(c0, c1, destination);
        BoxMuller(c2, c3, destination[2..]);
    }

    /// <summary>Eight pairs of words below 2³² become eight pairs of numbers, at 0 and 1, 4 and 5, 8 and 9, … of the destination.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void BoxMuller(Vector512<ulong> a, Vector512<ulong> b, Span<float> destination)
    {
        var u = (Vector512.ConvertToDouble(a) + Vector512<double>.One) / 4294967296.0;
        var radius = Vector512.Sqrt(-2 * Vector512.Log(u));
        var (sin, cos) = Vector512.SinCos(Vector512.ConvertToDouble(b) * PhiloxNoise.Turn);
        Vector512<double> x = radius * cos, y = radius * sin, doubt = radius * Doubt;
        var sure = Sure(x, doubt) & Sure(y, doubt) & Vector512.GreaterThan(radius, Vector512<double>.Zero);
        Vector256<uint> first = Narrow(x).AsUInt32(), second = Narrow(y).AsUInt32();
        var pairs = Vector512.Create(Vector256.WidenLower(first), Vector256.WidenUpper(first)) | (Vector512.Create(Vector256.WidenLower(second), Vector256.WidenUpper(second)) << 32);
        Span<ulong> numbers = stackalloc ulong[Blocks];
        pairs.CopyTo(numbers);
        var places = MemoryMarshal.Cast<float, ulong>(destination);
        for (var i = 0; i < Blocks; i++)
            places[2 * i] = numbers[i];
        if (sure == Vector512<double>.AllBitsSet)
            return;
        var open = ~sure.ExtractMostSignificantBits();
        for (var i = 0; i < Blocks; i++)
        {
            if ((open >> i & 1) != 0)
                (destination[4 * i], destination[4 * i + 1]) = PhiloxNoise.BoxMuller((uint)a[i], (uint)b[i]);
        }
    }

    /// <summary>Where all numbers within a doubt round to one float.</summary>
    private static Vector512<double> Sure(Vector512<double> value, Vector512<double> doubt)
    {
        Vector256<float> below = Narrow(value - doubt), above = Narrow(value + doubt);
        var equal = Vector256.Equals(below, above).AsInt32();
        return Vector512.Create(Vector256.WidenLower(equal), Vector256.WidenUpper(equal)).AsDouble();
    }

    private static Vector256<float> Narrow(Vector512<double> value) => Vector256.Narrow(value.GetLower(), value.GetUpper());
}
