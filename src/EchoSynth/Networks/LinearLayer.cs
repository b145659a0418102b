using EchoSynth.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Networks;

/// <summary>x·Wᵀ + b.</summary>
internal sealed class LinearLayer : Module
{
    private readonly Parameter weight; // [out, in]
    private readonly Parameter bias;   // [out]

    public LinearLayer(ParameterInit init, long inputs, long outputs, double scale = 1, bool fanOut = false, double firstBias = 0)
        : base(nameof(LinearLayer))
    {
        weight = init.Linear(outputs, inputs, scale, fanOut);
        bias = ParameterInit.Constant(0, outputs);
        if (firstBias != 0)
        {
            using var frozen = no_grad();
            using var half = bias.narrow(0, 0, outputs / 2);
            half.fill_(firstBias);
        }
        RegisterComponents();
    }

    /// <summary>[out, in]</summary>
    public Parameter Weight => weight;

    /// <summary>[out]</summary>
    public Parameter Bias => bias;

    /// <summary>The type of the weights.</summary>
    public ScalarType Type => weight.dtype;

    public Tensor Forward(Tensor x) => Run(MixedPrecision.Operand(x), MixedPrecision.Operand(weight), MixedPrecision.Operand(bias)); // [N, out]

    /// <summary>The same in float32 in any precision.</summary>
    public Tensor ForwardExact(Tensor x) => Run(MixedPrecision.Exact(x), weight, bias); // [N, out]

    private static Tensor Run(Tensor x, Tensor w, Tensor b) => Arithmetic.Weighted(functional.linear(x, w, b), w, x); // [N, out]
}
