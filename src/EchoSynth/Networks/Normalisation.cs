using EchoSynth.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

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

    public static Tensor Group(Tensor x, long channels, Tensor? weight = null, Tensor? bias = null) =>
        functional.group_norm(MixedPrecision.Exact(x), Groups(channels), weight, bias, Epsilon); // [N, C, H, W]
}
