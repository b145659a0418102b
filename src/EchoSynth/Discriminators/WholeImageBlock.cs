using EchoSynth.Kernels;
using EchoSynth.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Discriminators;

/// <summary>
/// Block of the whole-image discriminator (algorithm §6): LeakyReLU; conv3×3; + Linear(time); LeakyReLU; FIR down where asked for, on both branches;
/// conv3×3 (starts at 0); bias-free 1×1 shortcut; (h + skip)/√2.
/// </summary>
internal sealed class WholeImageBlock : Module
{
    private readonly ConvolutionLayer conv1, conv2, shortcut;
    private readonly LinearLayer time;
    private readonly FirResampling? fir_inputs, fir_outputs;

    public WholeImageBlock(ParameterInit init, long inputs, long outputs, long timeWidth, bool down)
        : base(nameof(WholeImageBlock))
    {
        conv1 = new ConvolutionLayer(init, inputs, outputs);
        time = new LinearLayer(init, timeWidth, outputs, fanOut: true);
        conv2 = new ConvolutionLayer(init, outputs, outputs, scale: 0);
        shortcut = new ConvolutionLayer(init, inputs, outputs, 1, hasBias: false);
        if (down)
            (fir_inputs, fir_outputs) = (new FirResampling(inputs, FirKind.Down), new FirResampling(outputs, FirKind.Down));
        RegisterComponents();
    }

    public Tensor Forward(Tensor x, Tensor timeVector)
    {
        using var scope = NewDisposeScope();
        var kernels = LayerKernels.For(x);
        var h = conv1.Forward(kernels.Leaky(x, null, 1));                                   // [N, out, H, W]
        h = kernels.Leaky(h, time.Forward(timeVector), 1);                                  // [N, out, H, W]
        if (fir_outputs is not null)
            (h, x) = (fir_outputs.Forward(h), fir_inputs!.Forward(x));                            // [N, ·, H/2, W/2]
        return kernels.AddScaled(shortcut.Forward(x), conv2.Forward(h), Constants.InverseRoot2).MoveToOuterDisposeScope(); // [N, out, H′, W′]
    }
}
