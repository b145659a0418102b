using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Denoisers;

/// <summary>
/// Residual block of NCSN++ with adaptive group norm (algorithm §5): h = SiLU(AdaGN(x)); resample h and x; conv3×3; + time; SiLU(AdaGN);
/// conv3×3 (starts at 0); 1×1 shortcut where channels or size change; (x + h)/√2.
/// </summary>
internal sealed class NcsnPlusPlusBlock : Module
{
    private readonly AdaptiveGroupNorm norm1, norm2;
    private readonly ConvolutionLayer conv1, conv2;
    private readonly ConvolutionLayer? shortcut;
    private readonly LinearLayer time;
    private readonly FirResampling? fir;

    public NcsnPlusPlusBlock(ParameterInit init, long inputs, long outputs, long timeWidth, long latentWidth, Resample resample = Resample.None)
        : base(nameof(NcsnPlusPlusBlock))
    {
        norm1 = new AdaptiveGroupNorm(init, inputs, latentWidth);
        conv1 = new ConvolutionLayer(init, inputs, outputs);
        time = new LinearLayer(init, timeWidth, outputs);
        norm2 = new AdaptiveGroupNorm(init, outputs, latentWidth);
        conv2 = new ConvolutionLayer(init, outputs, outputs, scale: 0);
        shortcut = inputs != outputs || resample != Resample.None ? new ConvolutionLayer(init, inputs, outputs, 1) : null;
        fir = resample == Resample.None ? null : new FirResampling(inputs, resample == Resample.Down ? FirKind.Down : FirKind.Up);
        RegisterComponents();
    }

    /// <summary>x [N, C₁, H, W], skip [N, in − C₁, H, W] or null, activated time [N, 4nf], latent [N, z_emb] → [N, out, H′, W′]</summary>
    public Tensor Forward(Tensor x, Tensor? skip, Tensor timeVector, Tensor latent)
    {
        using var scope = NewDisposeScope();
        var kernels = LayerKernels.For(x);
        var h = norm1.Activated(x, latent, skip);                                       // [N, in, H, W]
        if (skip is not null)
            x = kernels.Join(x, skip);                                                  // [N, in, H, W]
        if (fir is not null)
            (h, x) = (h.Into(fir.Forward(h)), fir.Forward(x));                          // [N, in, H′, W′]
        h = h.Into(conv1.Forward(h));                                                   // [N, out, H′, W′]
        h = h.Into(norm2.Activated(h, latent, offset: time.Forward(timeVector)));       // [N, out, H′, W′]
        h = h.Into(conv2.Forward(h));                                                   // [N, out, H′, W′]
        x = shortcut?.Forward(x) ?? x;                                                  // [N, out, H′, W′]
        return kernels.AddScaled(x, h, Constants.InverseRoot2).MoveToOuterDisposeScope(); // [N, out, H′, W′]
    }
}

/// <summary>What a block does to the size.</summary>
internal enum Resample
{
    None,
    Down,
    Up,
}
