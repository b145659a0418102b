using EchoSynth.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Segmentation;

/// <summary>Twice: 3 × 3 convolution, group normalisation, SiLU.</summary>
internal sealed class SegmentationBlock : Module
{
    private readonly ConvolutionLayer first, second;
    private readonly Parameter first_scale, first_shift, second_scale, second_shift; // [C]
    private readonly long _channels;

    public SegmentationBlock(ParameterInit init, long inputs, long outputs)
        : base(nameof(SegmentationBlock))
    {
        _channels = outputs;
        first = new ConvolutionLayer(init, inputs, outputs, hasBias: false);
        second = new ConvolutionLayer(init, outputs, outputs, hasBias: false);
        (first_scale, first_shift) = (ParameterInit.Constant(1, outputs), ParameterInit.Constant(0, outputs));
        (second_scale, second_shift) = (ParameterInit.Constant(1, outputs), ParameterInit.Constant(0, outputs));
        RegisterComponents();
    }

    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var h = Normalisation.Group(first.Forward(x), _channels, first_scale, first_shift, silu: true);     // [N, C, H, W]
        return Normalisation.Group(second.Forward(h), _channels, second_scale, second_shift, silu: true).MoveToOuterDisposeScope(); // [N, C, H, W]
    }
}
