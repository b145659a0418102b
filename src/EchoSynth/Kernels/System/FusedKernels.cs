using EchoSynth.LibTorch.Fused;
using EchoSynth.Networks;
using EchoSynth.Tensors;
using static TorchSharp.torch;

namespace EchoSynth.Kernels;

/// <summary>The System binding's own operators: one pass in place of several, and weights laid out once.</summary>
internal sealed class FusedKernels : IKernels
{
    private static readonly PortableKernels Portable = new();

    public string Name => "fused";

    public Tensor Norm(Tensor x, in NormArguments norm) => FusedOperators.Norm(
        x, norm.Second, norm.Offset, norm.Groups, Normalisation.Epsilon, norm.Scale, norm.Shift, norm.Map, norm.Silu, MixedPrecision.Active && !norm.Exact); // [N, C, H, W]

    public Tensor? Spade(Tensor x, in SpadeArguments norm)
    {
        if (norm.Spatial.Inputs % 16 != 0 || norm.Spatial.Outputs % 32 != 0 || norm.Spatial.Bias is not { } bias || norm.Spatial.Weight.dtype != ScalarType.Float32)
            return null;
        return FusedOperators.Spade(
            x, norm.Second, norm.Features, norm.Spatial.Weight, bias, norm.Style, norm.Linear.Weight, norm.Linear.Bias, norm.Groups, Normalisation.Epsilon, true,
            MixedPrecision.Active && !norm.Exact); // [N, C, H, W]
    }

    public Tensor Leaky(Tensor x, Tensor? bias, double gain) => FusedOperators.Leaky(x, bias, 0.2, gain);

    public Tensor AddNoise(Tensor x, Tensor? h, double factor, Tensor noise, Tensor strength) => FusedOperators.AddNoise(x, h, h is null ? 1 : factor, noise, strength);

    public Tensor AddScaled(Tensor x, Tensor h, double factor) =>
        FusedOperators.AddScaled(x, h, factor, x.dtype == ScalarType.BFloat16 && h.dtype == ScalarType.BFloat16); // [N, C, H, W]

    public Tensor Join(Tensor x, Tensor second) => FusedOperators.Join(x, second, MixedPrecision.Active); // [N, C₁ + C₂, H, W]

    public Tensor Filter(Tensor x, FirKind kind, DeviceConstant kernel)
    {
        var shape = x.shape;
        if (kind == FirKind.Down && (shape[2] % 2 != 0 || shape[3] % 2 != 0))
            return Portable.Filter(x, kind, kernel);
        var operation = kind switch { FirKind.Up => FusedOperators.Fir.Up, FirKind.Down => FusedOperators.Fir.Down, _ => FusedOperators.Fir.Blur };
        return FusedOperators.Filter(x, operation, MixedPrecision.Active);
    }

    public Tensor Convolve(Tensor x, ConvolutionLayer layer, bool exact)
    {
        var type = MixedPrecision.Active && !exact ? ScalarType.BFloat16 : ScalarType.Float32;
        var operand = x.dtype == type ? x : x.to(type);
        if (layer.training || is_grad_enabled())
        {
            return WinogradWeights.Suit(layer)
                ? FusedOperators.Convolution(operand, layer.Weight, layer.Bias)                               // [N, out, H, W]
                : Portable.Convolve(operand, layer, exact);
        }
        if (WinogradWeights.Suit(layer) && WinogradWeights.Keep(operand, layer))
            return layer.Winograd.Get<WinogradWeights>().Convolve(operand, layer);                            // [N, out, H, W]
        return layer.Prepared.Get<PreparedConvolutions>().Convolve(operand, layer, type) ?? Portable.Convolve(operand, layer, exact);
    }
}
