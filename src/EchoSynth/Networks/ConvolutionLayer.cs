using EchoSynth.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Networks;

/// <summary>A convolution with "same" padding unless told otherwise.</summary>
internal sealed class ConvolutionLayer : Module
{
    private readonly Parameter weight; // [out, in, k, k]
    private readonly Parameter? bias;  // [out]

    public ConvolutionLayer(ParameterInit init, long inputs, long outputs, long kernel = 3, double scale = 1, bool hasBias = true, long stride = 1, long? padding = null)
        : base(nameof(ConvolutionLayer))
    {
        weight = init.Convolution(outputs, inputs, kernel, scale);
        bias = hasBias ? ParameterInit.Constant(0, outputs) : null;
        (Inputs, Outputs, Kernel) = (inputs, outputs, kernel);
        (Stride, Padding) = ([stride, stride], [padding ?? kernel / 2, padding ?? kernel / 2]);
        RegisterComponents();
    }

    /// <summary>[out, in, k, k]</summary>
    public Parameter Weight => weight;

    /// <summary>[out], or null</summary>
    public Parameter? Bias => bias;

    public long Inputs { get; }

    public long Outputs { get; }

    /// <summary>k</summary>
    public long Kernel { get; }

    /// <summary>Down and across.</summary>
    public long[] Stride { get; }

    /// <summary>Down and across.</summary>
    public long[] Padding { get; }

    /// <summary>Where kernels keep the weights as they like them.</summary>
    public WeightSlot Prepared { get; } = new();

    /// <summary>The same for another way to convolve.</summary>
    public WeightSlot Winograd { get; } = new();

    public Tensor Forward(Tensor x) => Arithmetic.Weighted(LayerKernels.For(x).Convolve(x, this, exact: false), weight, x);      // [N, out, H/stride, W/stride]

    /// <summary>The same in float32 in any precision: for the layer whose output is the image or the logit.</summary>
    public Tensor ForwardExact(Tensor x) => Arithmetic.Weighted(LayerKernels.For(x).Convolve(x, this, exact: true), weight, x);  // [N, out, H/stride, W/stride]

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Prepared.Dispose();
            Winograd.Dispose();
        }
        base.Dispose(disposing);
    }
}
