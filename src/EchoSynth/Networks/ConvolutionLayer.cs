using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Networks;

/// <summary>A convolution with "same" padding unless told otherwise.</summary>
internal sealed class ConvolutionLayer : Module
{
    private readonly Parameter weight; // [out, in, k, k]
    private readonly Parameter? bias;  // [out]
    private readonly long[] _stride, _padding;

    public ConvolutionLayer(ParameterInit init, long inputs, long outputs, long kernel = 3, double scale = 1, bool hasBias = true, long stride = 1, long? padding = null)
        : base(nameof(ConvolutionLayer))
    {
        weight = init.Convolution(outputs, inputs, kernel, scale);
        bias = hasBias ? ParameterInit.Constant(0, outputs) : null;
        (_stride, _padding) = ([stride, stride], [padding ?? kernel / 2, padding ?? kernel / 2]);
        RegisterComponents();
    }

    public Tensor Forward(Tensor x) =>
        Arithmetic.Weighted(functional.conv2d(x, weight, bias, _stride, _padding), weight); // [N, out, H/stride, W/stride]
}
