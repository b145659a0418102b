using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Denoisers;

/// <summary>
/// Spatially adaptive group norm (SPADE, arXiv 1903.07291) joined with a style vector:
/// GroupNorm(x)·(1 + γ) + β, [γ, β] = conv1×1(mask features) + Linear(style).
/// </summary>
internal sealed class SpadeNorm : Module
{
    private readonly LinearLayer style;
    private readonly ConvolutionLayer spatial;
    private readonly long _channels;

    public SpadeNorm(ParameterInit init, long channels, long styleWidth, long maskFeatures)
        : base(nameof(SpadeNorm))
    {
        _channels = channels;
        style = new LinearLayer(init, styleWidth, 2 * channels, 0.1);
        spatial = new ConvolutionLayer(init, maskFeatures, 2 * channels, 1, 0.1);
        RegisterComponents();
    }

    /// <summary>Mask features [N, F, H, W] → the spatial part of [γ, β], [N, 2C, H, W]; the same for every step.</summary>
    public Tensor Encode(Tensor maskFeatures) => spatial.Forward(maskFeatures);

    /// <summary>The same as <see cref="Activated"/> from the mask features [N, F, H, W] themselves: in a training [γ, β], twice as large as the image, need not be written, nor their gradient.</summary>
    public Tensor ActivatedBy(Tensor maskFeatures, Tensor x, Tensor styleVector, Tensor? second = null, bool exact = false) =>
        LayerKernels.For(x).Spade(x, new SpadeArguments(Normalisation.Groups(_channels), maskFeatures, spatial, styleVector, style) { Second = second, Exact = exact })
        ?? Activated(x, Encode(maskFeatures), styleVector, second, exact); // [N, C, H, W]

    /// <summary>SiLU of it: x [N, C₁, H, W], modulation [N, 2C, H, W], style [N, S], second [N, C − C₁, H, W] or null → [N, C, H, W]</summary>
    public Tensor Activated(Tensor x, Tensor modulation, Tensor styleVector, Tensor? second = null, bool exact = false)
    {
        var γβ = MixedPrecision.Exact(style.Forward(styleVector)).chunk(2, 1); // 2 × [N, C]
        return LayerKernels.For(x).Norm(x, new NormArguments(Normalisation.Groups(_channels))
        {
            Second = second, Scale = γβ[0] + 1, Shift = γβ[1], Map = modulation, Silu = true, Exact = exact,
        }); // [N, C, H, W]
    }
}
