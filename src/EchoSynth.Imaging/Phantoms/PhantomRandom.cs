using System.Numerics;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>xoshiro256++ seeded by SplitMix64: the same numbers on every machine and every .NET version.</summary>
internal struct PhantomRandom
{
    private ulong _s0, _s1, _s2, _s3;

    public PhantomRandom(ulong seed, ulong stream)
    {
        var state = Mix(seed, stream);
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>A seed for a named sub-stream, statistically independent of its neighbours.</summary>
    public static ulong Mix(ulong seed, ulong stream)
    {
        var state = seed;
        var mixed = SplitMix(ref state) ^ (stream * 0xD1342543DE82EF95UL);
        return SplitMix(ref mixed);
    }

    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s0 + _s3, 23) + _s0;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    public double Uniform(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>Standard normal as a sum of twelve uniforms: no logarithm, so no difference between math libraries; bounded by ±6.</summary>
    public double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
            sum += NextDouble();
        return sum;
    }

    public double Normal(double mean, double deviation, double low, double high) => Math.Clamp(mean + (deviation * Normal()), low, high);

    /// <summary>Complex scatterers of zero mean and unit variance per part.</summary>
    /// <remarks>Sums of four bytes; the point-spread function adds dozens of them, which makes the echo Gaussian.</remarks>
    public void FillScatterers(Span<float> real, Span<float> imaginary)
    {
        const ulong lanes = 0x00FF00FF00FF00FFUL;
        const float mean = 4 * 127.5f;
        const float scale = 1 / 147.80054f; // √(4·(256² − 1)/12)
        for (var i = 0; i < real.Length; i++)
        {
            var bits = NextUInt64();
            var pairs = (bits & lanes) + ((bits >> 8) & lanes);
            real[i] = ((pairs & 0xFFFF) + ((pairs >> 16) & 0xFFFF) - mean) * scale;
            imaginary[i] = (((pairs >> 32) & 0xFFFF) + (pairs >> 48) - mean) * scale;
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
