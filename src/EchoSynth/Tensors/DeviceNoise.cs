using static TorchSharp.torch;

namespace EchoSynth.Tensors;

/// <summary>
/// The numbers of <see cref="PhiloxNoise"/> made where they are wanted, by operators on integers: a batch of large images needs millions, and a GPU would wait for the host to make and send them.
/// </summary>
/// <remarks>The random words are the same to the bit; logarithm, sine and cosine are the device's, in float64, so that a number may be another in its last place.</remarks>
internal static class DeviceNoise
{
    /// <summary>Shorter rows are made by the host: some two hundred small operators would take longer.</summary>
    private const long Shortest = 16 * 1024;

    /// <summary>Whether a row of noise is to be made here; by its length and the device alone, so that an image is the same in any batch.</summary>
    public static bool Suits(Device device, long length) => device.type != TorchSharp.DeviceType.CPU && length >= Shortest;

    /// <summary>N(0, 1), float32 of shape [N, length]: row n has the seed n.</summary>
    public static Tensor Normal(Device device, IReadOnlyList<ulong> seeds, ulong stream, long length)
    {
        using var scope = NewDisposeScope();
        Tensor Column(Func<ulong, long> part) => TensorData.FromLongs([.. seeds.Select(part)], seeds.Count, 1).to(device); // [N, 1]
        var (low, half) = (tensor(0xFFFF_FFFFL, device: device), tensor(32L, device: device));                           // [] each
        var blocks = arange((length + 3) / 4, int64, device).unsqueeze(0);                                                // [1, B]
        var (k0, k1) = (Column(s => (uint)s), Column(s => (long)(s >> 32)));                                              // [N, 1] each
        var zero = zeros([seeds.Count, 1], int64, device);                                                                // [N, 1]
        var (c0, c1, c2, c3) = (blocks + zero, zero, zero + (long)(uint)stream, zero + (long)(stream >> 32));             // [N, B], then [N, 1] each
        for (var round = 0; round < 10; round++)
        {
            using var inner = NewDisposeScope();
            var (p0, p1) = (c0 * (long)PhiloxNoise.M0, c2 * (long)PhiloxNoise.M1);                                        // [N, B] each, of 64 bits: products wrap
            var (n0, n1) = (High(p1) ^ c1 ^ k0, p1 & low);
            var (n2, n3) = (High(p0) ^ c3 ^ k1, p0 & low);
            (c0, c1, c2, c3) = (n0.MoveToOuterDisposeScope(), n1.MoveToOuterDisposeScope(), n2.MoveToOuterDisposeScope(), n3.MoveToOuterDisposeScope());
            (k0, k1) = (((k0 + (long)PhiloxNoise.W0) & low).MoveToOuterDisposeScope(), ((k1 + (long)PhiloxNoise.W1) & low).MoveToOuterDisposeScope());
        }
        Tensor[] numbers = [.. Pair(c0, c1), .. Pair(c2, c3)];                                                            // 4 × [N, B]
        return stack(numbers, 2).flatten(1).narrow(1, 0, length).contiguous().MoveToOuterDisposeScope();                  // [N, length]

        Tensor High(Tensor product) => product.bitwise_right_shift(half) & low;                                           // [N, B]
    }

    /// <summary>Two words become two numbers, as in <see cref="PhiloxNoise.BoxMuller"/>.</summary>
    private static Tensor[] Pair(Tensor a, Tensor b)
    {
        var radius = (((a.to(float64) + 1) / 4294967296.0).log() * -2).sqrt();                                            // [N, B]
        var angle = b.to(float64) * PhiloxNoise.Turn;                                                                     // [N, B]
        return [(radius * angle.cos()).to(float32), (radius * angle.sin()).to(float32)];                                  // 2 × [N, B]
    }
}
