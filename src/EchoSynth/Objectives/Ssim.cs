using EchoSynth.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Objectives;

/// <summary>
/// SSIM of Wang et al. 2004 as a differentiable map: Gaussian 11 × 11, σ 1.5, K₁ .01, K₂ .03, population covariance, images in [−1, 1] (range 2).
/// Only windows that lie wholly inside the image count, so the map is 5 pixels smaller on every side.
/// </summary>
internal sealed class Ssim : IDisposable
{
    public const int Border = 5;
    private const double Range = 2, C1 = 0.01 * Range * 0.01 * Range, C2 = 0.03 * Range * 0.03 * Range;
    private static readonly long[] One = [1, 1], None = [0, 0];
    private readonly DeviceConstant _across = new(Gaussian(), 1, 1, 1, 2 * Border + 1);
    private readonly DeviceConstant _down = new(Gaussian(), 1, 1, 2 * Border + 1, 1);

    /// <summary>a, b [N, 1, H, W] → [N, 1, H − 10, W − 10]</summary>
    public Tensor Map(Tensor a, Tensor b)
    {
        var (μa, μb) = (Blur(a), Blur(b));                                  // [N, 1, H − 10, W − 10]
        var varianceA = Blur(a.square()) - μa.square();                     // [N, 1, H − 10, W − 10]
        var varianceB = Blur(b.square()) - μb.square();                     // [N, 1, H − 10, W − 10]
        var covariance = Blur(a * b) - μa * μb;                             // [N, 1, H − 10, W − 10]
        return (μa * μb * 2 + C1) * (covariance * 2 + C2)
            / ((μa.square() + μb.square() + C1) * (varianceA + varianceB + C2)); // [N, 1, H − 10, W − 10]
    }

    public void Dispose()
    {
        _across.Dispose();
        _down.Dispose();
    }

    private Tensor Blur(Tensor x) =>
        functional.conv2d(functional.conv2d(x, _across.For(x, float32), null, One, None), _down.For(x, float32), null, One, None); // [N, 1, H − 10, W − 10]

    private static float[] Gaussian()
    {
        const double σ = 1.5;
        var weights = Enumerable.Range(-Border, 2 * Border + 1).Select(i => Math.Exp(-i * i / (2 * σ * σ))).ToArray();
        return [.. weights.Select(w => (float)(w / weights.Sum()))];
    }
}
