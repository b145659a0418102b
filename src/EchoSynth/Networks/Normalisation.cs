using EchoSynth.Kernels;
using static TorchSharp.torch;

namespace EchoSynth.Networks;

/// <summary>Group normalisation as NCSN++ uses it: eps 1e-6, min(C/4, 32) groups, or the largest divisor of C below that.</summary>
internal static class Normalisation
{
    public const double Epsilon = 1e-6;

    public static long Groups(long channels)
    {
        var groups = Math.Clamp(channels / 4, 1, 32);
        while (channels % groups != 0)
            groups--;
        return groups;
    }

    /// <summary>[N, C, H, W] → [N, C, H, W] with weights and biases [C], SiLU where asked for; as an operand of a product.</summary>
    public static Tensor Group(Tensor x, long channels, Tensor weight, Tensor bias, bool silu = false, bool exact = false) =>
        LayerKernels.For(x).Norm(x, new NormArguments(Groups(channels)) { Scale = weight, Shift = bias, Silu = silu, Exact = exact }); // [N, C, H, W]
}
