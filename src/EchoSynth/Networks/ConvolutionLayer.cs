using EchoSynth.Tensors;
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
        Run(MixedPrecision.Operand(x), MixedPrecision.Operand(weight), bias is null ? null : MixedPrecision.Operand(bias)); // [N, out, H/stride, W/stride]

    /// <summary>The same in float32 in any precision: for the layer whose output is the image or the logit.</summary>
    public Tensor ForwardExact(Tensor x) => Run(MixedPrecision.Exact(x), weight, bias);            // [N, out, H/stride, W/stride]

    private Tensor Run(Tensor x, Tensor w, Tensor? b) =>
        Arithmetic.Weighted(functional.conv2d(x, w, b, _stride, _padding), w);                     // [N, out, H/stride, W/stride]
}
