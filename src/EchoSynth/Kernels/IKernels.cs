using EchoSynth.Networks;
using EchoSynth.Tensors;
using static TorchSharp.torch;

namespace EchoSynth.Kernels;

/// <summary>
/// What the networks' layers compute: the seam between TorchSharp's API alone (<see cref="PortableKernels"/>) and the faster operators of a binding.
/// All give the same values within rounding, forward and backward, and none lets a result depend on the batch or the number of threads. A convolution may be computed in another
/// way, and so be rounded differently, in training mode than in evaluation mode.
/// </summary>
internal interface IKernels
{
    /// <summary>For people: "portable" or "fused".</summary>
    string Name { get; }

    /// <summary>GroupNorm of [x, second] + offset, then its modulation, then SiLU where asked for.</summary>
    /// <param name="x">[N, C₁, H, W]</param>
    /// <param name="norm">What comes with it.</param>
    /// <returns>[N, C, H, W]; within a mixed scope bfloat16 unless <see cref="NormArguments.Exact"/></returns>
    Tensor Norm(Tensor x, in NormArguments norm);

    /// <summary>GroupNorm of [x, second] · (1 + γ) + β with [γ, β] of mask features and a style vector, then SiLU; null where these kernels have no operator for it.</summary>
    /// <param name="x">[N, C₁, H, W]</param>
    /// <param name="norm">What comes with it.</param>
    /// <returns>[N, C, H, W]; within a mixed scope bfloat16 unless <see cref="SpadeArguments.Exact"/></returns>
    Tensor? Spade(Tensor x, in SpadeArguments norm);

    /// <summary>leaky(x + bias) · gain with the slope 0.2: x [N, C, H, W], bias [N, C] or null.</summary>
    Tensor Leaky(Tensor x, Tensor? bias, double gain);

    /// <summary>(x + h) · factor + noise · strength: x, h or null [N, C, H, W], noise [N, 1, H, W], strength [C, 1, 1].</summary>
    Tensor AddNoise(Tensor x, Tensor? h, double factor, Tensor noise, Tensor strength);

    /// <summary>(x + h) · factor, [N, C, H, W] each; bfloat16 only where both are.</summary>
    Tensor AddScaled(Tensor x, Tensor h, double factor);

    /// <summary>[N, C₁, H, W], [N, C₂, H, W] → [N, C₁ + C₂, H, W], an operand of a product.</summary>
    Tensor Join(Tensor x, Tensor second);

    /// <summary>The filter [1, 3, 3, 1]² of a layer, its weights adding up to one for every pixel of the result, which is an operand of a product.</summary>
    Tensor Filter(Tensor x, FirKind kind, DeviceConstant kernel);

    /// <summary>A layer's convolution: [N, in, H, W] → [N, out, H/stride, W/stride].</summary>
    /// <param name="x">The input.</param>
    /// <param name="layer">Whose weights are meant.</param>
    /// <param name="exact">float32 in any precision.</param>
    Tensor Convolve(Tensor x, ConvolutionLayer layer, bool exact);
}

/// <summary>What the FIR filter does to the size.</summary>
internal enum FirKind
{
    /// <summary>H → 2H.</summary>
    Up,

    /// <summary>H → H/2.</summary>
    Down,

    /// <summary>H → H + 1.</summary>
    Blur,
}
