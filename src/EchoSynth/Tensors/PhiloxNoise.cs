using System.Runtime.CompilerServices;

namespace EchoSynth.Tensors;

/// <summary>
/// Counter-based random numbers (Philox4x32-10: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011):
/// value i of a stream is a pure function of (seed, stream, i). So noise has no state to save, does not depend on the batch,
/// and is the same on every device (<see cref="DeviceNoise"/>: but for the last place).
/// </summary>
internal static class PhiloxNoise
{
    internal const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57, W0 = 0x9E3779B9, W1 = 0xBB67AE85;

    /// <summary>A word as an angle: 2³² of them are a full turn.</summary>
    internal const double Turn = 2 * Math.PI / 4294967296.0;

    /// <summary>Fills with N(0, 1), by Box–Muller.</summary>
    public static void Normal(Span<float> destination, ulong seed, ulong stream)
    {
        var vectors = NormalVector.IsFaster ? destination.Length / NormalVector.Count * NormalVector.Count : 0;
        for (var i = 0; i < vectors; i += NormalVector.Count)
            NormalVector.Fill(destination.Slice(i, NormalVector.Count), (ulong)i / 4, seed, stream);
        OneByOne(destination, vectors, seed, stream);
    }

    /// <summary>The numbers from <paramref name="start"/>, a multiple of four, on: what every other way of making them has to agree with.</summary>
    internal static void OneByOne(Span<float> destination, int start, ulong seed, ulong stream)
    {
        Span<uint> block = stackalloc uint[4];
        Span<float> four = stackalloc float[4];
        for (var i = start; i < destination.Length; i += 4)
        {
            Block((ulong)i / 4, seed, stream, block);
            (four[0], four[1]) = BoxMuller(block[0], block[1]);
            (four[2], four[3]) = BoxMuller(block[2], block[3]);
            four[..Math.Min(4, destination.Length - i)].CopyTo(destination[i..]);
        }
    }

    /// <summary>Fills with U[0, 1).</summary>
    public static void Uniform(Span<float> destination, ulong seed, ulong stream)
    {
        Span<uint> block = stackalloc uint[4];
        for (var i = 0; i < destination.Length; i++)
        {
            if (i % 4 == 0)
                Block((ulong)i / 4, seed, stream, block);
            destination[i] = (block[i % 4] >> 8) * (1f / (1 << 24));
        }
    }

    /// <summary>The <paramref name="index"/>-th 64-bit word of a stream.</summary>
    public static ulong Word(ulong index, ulong seed, ulong stream)
    {
        Span<uint> block = stackalloc uint[4];
        Block(index, seed, stream, block);
        return ((ulong)block[1] << 32) | block[0];
    }

    /// <summary>A random permutation of 0…n−1 (Fisher–Yates).</summary>
    public static int[] Permutation(int n, ulong seed, ulong stream)
    {
        var order = Enumerable.Range(0, n).ToArray();
        for (var i = n - 1; i > 0; i--)
        {
            var j = (int)Math.BigMul(Word((ulong)i, seed, stream), (ulong)i + 1, out _);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Block(ulong counter, ulong seed, ulong stream, Span<uint> result)
    {
        uint c0 = (uint)counter, c1 = (uint)(counter >> 32), c2 = (uint)stream, c3 = (uint)(stream >> 32);
        uint k0 = (uint)seed, k1 = (uint)(seed >> 32);
        for (var round = 0; round < 10; round++)
        {
            ulong p0 = (ulong)M0 * c0, p1 = (ulong)M1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += W0;
            k1 += W1;
        }
        (result[0], result[1], result[2], result[3]) = (c0, c1, c2, c3);
    }

    internal static (float, float) BoxMuller(uint a, uint b)
    {
        var u = (a + 1.0) / 4294967296.0; // (0, 1]
        var radius = Math.Sqrt(-2 * Math.Log(u));
        var (sin, cos) = Math.SinCos(Turn * b);
        return ((float)(radius * cos), (float)(radius * sin));
    }
}
