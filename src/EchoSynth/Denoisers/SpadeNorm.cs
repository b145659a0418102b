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

    /// <summary>x [N, C, H, W], modulation [N, 2C, H, W], style [N, S] → [N, C, H, W]</summary>
    public Tensor Forward(Tensor x, Tensor modulation, Tensor styleVector)
    {
        var γβ = (MixedPrecision.Exact(modulation) + MixedPrecision.Exact(style.PerChannel(styleVector))).chunk(2, 1);             // 2 × [N, C, H, W]
        return addcmul(γβ[1], Normalisation.Group(x, _channels), γβ[0] + 1, 1); // [N, C, H, W]
    }
}
