using EchoSynth.Tensors;
using static TorchSharp.torch;

namespace EchoSynth.Networks;

/// <summary>
/// Minibatch standard deviation (progressive GAN, arXiv 1710.10196, §3): groups of G (the largest divisor of N up to 4), biased variance,
/// √(var + 1e-8), its mean over C, H, W as one extra channel. Image i shares a group with i + N/G, i + 2N/G, …; a group of one has the deviation 1e-4, whatever is in it.
/// </summary>
internal static class MinibatchDeviation
{
    public static long GroupSize(long n)
    {
        for (var g = 4; g > 1; g--)
        {
            if (n % g == 0)
                return g;
        }
        return 1;
    }

    /// <summary>[N, C, H, W] → [N, C+1, H, W]</summary>
    public static Tensor Append(Tensor x)
    {
        var shape = x.shape;
        var (n, c, h, w) = (shape[0], shape[1], shape[2], shape[3]);
        var g = GroupSize(n);
        var grouped = MixedPrecision.Exact(x).reshape(g, n / g, c, h, w);                                        // [G, N/G, C, H, W]
        var centred = grouped - grouped.mean([0], true);                                   // [G, N/G, C, H, W]
        var deviation = (centred.square().mean([0]) + 1e-8).sqrt().mean([1, 2, 3]);        // [N/G]
        var channel = deviation.repeat(g).view(n, 1, 1, 1).expand(n, 1, h, w);             // [N, 1, H, W]
        return cat([x, channel], 1);                                                       // [N, C+1, H, W]
    }
}
