using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Denoisers;

/// <summary>Residual block with SPADE norms: conv(SiLU(SPADE(conv(SiLU(SPADE(x)))))), (shortcut + h)/√2, and noise where asked for.</summary>
internal sealed class SpadeBlock : Module
{
    private readonly SpadeNorm norm1, norm2;
    private readonly ConvolutionLayer conv1, conv2;
    private readonly ConvolutionLayer? shortcut;
    private readonly Parameter? noise1, noise2; // [C, 1, 1]

    public SpadeBlock(ParameterInit init, long inputs, long outputs, long styleWidth, long maskFeatures, double layerNoise)
        : base(nameof(SpadeBlock))
    {
        norm1 = new SpadeNorm(init, inputs, styleWidth, maskFeatures);
        norm2 = new SpadeNorm(init, outputs, styleWidth, maskFeatures);
        conv1 = new ConvolutionLayer(init, inputs, outputs);
        conv2 = new ConvolutionLayer(init, outputs, outputs, scale: 0);
        shortcut = inputs != outputs ? new ConvolutionLayer(init, inputs, outputs, 1, hasBias: false) : null;
        if (layerNoise > 0)
            (noise1, noise2) = (init.Normal(layerNoise, outputs, 1, 1), init.Normal(layerNoise, outputs, 1, 1));
        RegisterComponents();
    }

    /// <summary>The spatial modulations of both norms, in order.</summary>
    public IEnumerable<Tensor> Encode(Tensor maskFeatures) => [norm1.Encode(maskFeatures), norm2.Encode(maskFeatures)];

    /// <summary>
    /// x [N, C₁, H, W]; skip [N, in − C₁, H, W] or null; two modulations [N, 2C, H, W], or the mask features themselves (bare); style [N, S]; noise maps [N, 2, H, W] or null
    /// → [N, out, H, W]
    /// </summary>
    public Tensor Forward(Tensor x, Tensor? skip, Tensor modulation1, Tensor modulation2, bool bare, Tensor style, Tensor? noise)
    {
        using var scope = NewDisposeScope();
        var kernels = LayerKernels.For(x);
        var h = bare ? norm1.ActivatedBy(modulation1, x, style, skip) : norm1.Activated(x, modulation1, style, skip); // [N, in, H, W]
        h = h.Into(conv1.Forward(h));                                                // [N, out, H, W]
        if (noise is not null)
            h = h.Into(kernels.AddNoise(h, null, 1, noise.narrow(1, 0, 1), noise1!));  // [N, out, H, W]
        h = h.Into(bare ? norm2.ActivatedBy(modulation2, h, style) : norm2.Activated(h, modulation2, style)); // [N, out, H, W]
        h = h.Into(conv2.Forward(h));                                                // [N, out, H, W]
        if (skip is not null)
            x = kernels.Join(x, skip);                                               // [N, in, H, W]
        x = shortcut?.Forward(x) ?? x;                                               // [N, out, H, W]
        return (noise is null
            ? kernels.AddScaled(x, h, Constants.InverseRoot2)
            : kernels.AddNoise(x, h, Constants.InverseRoot2, noise.narrow(1, 1, 1), noise2!)).MoveToOuterDisposeScope(); // [N, out, H, W]
    }
}
