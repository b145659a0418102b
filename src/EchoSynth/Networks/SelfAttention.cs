using EchoSynth.Kernels;
using EchoSynth.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Networks;

/// <summary>Single-head self-attention over H·W positions, scale C^−½, added to its input and divided by √2 (algorithm §5).</summary>
internal sealed class SelfAttention : Module
{
    private readonly Parameter norm_weight, norm_bias; // [C]
    private readonly ConvolutionLayer query, key, value, output;
    private readonly long _channels;

    public SelfAttention(ParameterInit init, long channels)
        : base(nameof(SelfAttention))
    {
        _channels = channels;
        norm_weight = ParameterInit.Constant(1, channels);
        norm_bias = ParameterInit.Constant(0, channels);
        query = new ConvolutionLayer(init, channels, channels, 1, 0.1);
        key = new ConvolutionLayer(init, channels, channels, 1, 0.1);
        value = new ConvolutionLayer(init, channels, channels, 1, 0.1);
        output = new ConvolutionLayer(init, channels, channels, 1, 0);
        RegisterComponents();
    }

    public Tensor Forward(Tensor x, long height, long width)
    {
        using var scope = NewDisposeScope();
        var h = Normalisation.Group(x, _channels, norm_weight, norm_bias);         // [N, C, H, W]
        var q = query.Forward(h).flatten(2).transpose(1, 2);                       // [N, HW, C]
        var k = key.Forward(h).flatten(2);                                         // [N, C, HW]
        var v = value.Forward(h).flatten(2).transpose(1, 2);                       // [N, HW, C]
        var logits = MixedPrecision.Exact(Arithmetic.Product(bmm(q, k), q, k)); // [N, HW, HW]
        var weights = softmax(logits * (1 / Math.Sqrt(_channels)), -1);             // [N, HW, HW]
        var shares = MixedPrecision.Operand(weights);                              // [N, HW, HW]
        h = Arithmetic.Product(bmm(shares, v), shares, v);                         // [N, HW, C]
        h = h.transpose(1, 2).reshape(-1, _channels, height, width);               // [N, C, H, W]
        return LayerKernels.For(x).AddScaled(x, output.Forward(h), Constants.InverseRoot2).MoveToOuterDisposeScope();                   // [N, C, H, W]
    }
}
