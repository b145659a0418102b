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
        h = x.device_type == TorchSharp.DeviceType.CUDA ? Fused(q, k, v) : Composed(q, k, v); // [N, HW, C]
        h = h.transpose(1, 2).reshape(-1, _channels, height, width);               // [N, C, H, W]
        return LayerKernels.For(x).AddScaled(x, output.Forward(h), Constants.InverseRoot2).MoveToOuterDisposeScope();                   // [N, C, H, W]
    }

    /// <summary>softmax(q kᵀ/√C) v: q, v [N, HW, C], k [N, C, HW] → [N, HW, C]</summary>
    internal static Tensor Composed(Tensor q, Tensor k, Tensor v)
    {
        var logits = MixedPrecision.Exact(Arithmetic.Product(bmm(q, k), q, k));    // [N, HW, HW]
        var weights = softmax(logits * (1 / Math.Sqrt(q.shape[2])), -1);           // [N, HW, HW]
        var shares = MixedPrecision.Operand(weights);                              // [N, HW, HW]
        return Arithmetic.Product(bmm(shares, v), shares, v);                      // [N, HW, C]
    }

    /// <summary>The same by one operator that keeps no matrix of weights; for GPUs, which have kernels for it.</summary>
    internal static Tensor Fused(Tensor q, Tensor k, Tensor v)
    {
        var h = functional.scaled_dot_product_attention(q.unsqueeze(1), k.transpose(1, 2).unsqueeze(1), v.unsqueeze(1)).squeeze(1); // [N, HW, C]
        Arithmetic.Attended(h, k);
        return h;
    }
}
