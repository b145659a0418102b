using EchoSynth.Networks;
using EchoSynth.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Kernels;

/// <summary>Everything by TorchSharp's API alone: any device, any type, any gradient.</summary>
internal sealed class PortableKernels : IKernels
{
    private static readonly long[] One = [1, 1], Two = [2, 2];

    public string Name => "portable";

    public Tensor Norm(Tensor x, in NormArguments norm)
    {
        var h = MixedPrecision.Exact(x);                                                                    // [N, C₁, H, W]
        if (norm.Second is { } second)
            h = cat([h, MixedPrecision.Exact(second)], 1);                                                  // [N, C, H, W]
        if (norm.Offset is { } offset)
            h = h + PerPixel(MixedPrecision.Exact(offset));                                                 // [N, C, H, W]
        var onCpu = h.device_type == DeviceType.CPU;
        if (onCpu && norm is { Scale: { } weight, Shift: { } bias } && weight.dim() == 1)
            return Activate(functional.group_norm(h, norm.Groups, weight, bias, Normalisation.Epsilon), norm.Silu); // [N, C, H, W]
        h = onCpu ? functional.group_norm(h, norm.Groups, null, null, Normalisation.Epsilon) : Normalised(h, norm.Groups); // [N, C, H, W]
        if (norm is { Scale: { } scale, Shift: { } shift })
        {
            var (γ, β) = (PerPixel(MixedPrecision.Exact(scale)), PerPixel(MixedPrecision.Exact(shift)));    // [N, C, 1, 1] or [C, 1, 1] each
            if (norm.Map is { } map)
            {
                var halves = MixedPrecision.Exact(map).chunk(2, 1);                                         // 2 × [N, C, H, W]
                (γ, β) = (halves[0] + γ, halves[1] + β);                                                    // [N, C, H, W] each
            }
            h = addcmul(β, h, γ, 1);                                                                        // [N, C, H, W]
        }
        return Activate(h, norm.Silu);                                                                      // [N, C, H, W]
    }

    public Tensor? Spade(Tensor x, in SpadeArguments norm) => null;

    public Tensor Leaky(Tensor x, Tensor? bias, double gain)
    {
        var h = functional.leaky_relu(bias is null ? x : x + PerPixel(bias), 0.2);                          // [N, C, H, W]
        return gain == 1 ? h : h * gain;                                                                    // [N, C, H, W]
    }

    public Tensor AddNoise(Tensor x, Tensor? h, double factor, Tensor noise, Tensor strength) =>
        addcmul(h is null ? x : AddScaled(x, h, factor), noise, strength, 1);                               // [N, C, H, W]

    public Tensor AddScaled(Tensor x, Tensor h, double factor) => (x + h).mul_(factor);                     // [N, C, H, W]

    public Tensor Join(Tensor x, Tensor second) => cat([x, second], 1);                                     // [N, C₁ + C₂, H, W]

    /// <summary>Filters are exact in any precision. (A depthwise conv_transpose2d of bfloat16 gives a wrong result on the CPU of libtorch 1.13, and no error.)</summary>
    public Tensor Filter(Tensor x, FirKind kind, DeviceConstant kernel)
    {
        var h = MixedPrecision.Exact(x);                                                                    // [N, C, H, W]
        var k = kernel.For(h, h.dtype);                                                                     // [C, 1, 4, 4]
        var channels = k.shape[0];
        return kind switch
        {
            FirKind.Up => functional.conv_transpose2d(h, k, null, Two, One, null, null, channels),          // [N, C, 2H, 2W]
            FirKind.Down => functional.conv2d(h, k, null, Two, One, null, channels),                        // [N, C, H/2, W/2]
            _ => functional.conv2d(h, k, null, One, Two, null, channels),                                   // [N, C, H + 1, W + 1]
        };
    }

    public Tensor Convolve(Tensor x, ConvolutionLayer layer, bool exact) => exact
        ? functional.conv2d(MixedPrecision.Exact(x), layer.Weight, layer.Bias, layer.Stride, layer.Padding)
        : functional.conv2d(MixedPrecision.Operand(x), MixedPrecision.Operand(layer.Weight), layer.Bias is { } bias ? MixedPrecision.Operand(bias) : null, layer.Stride, layer.Padding);

    /// <summary>group_norm for GPUs, whose own brings channels_last images into another layout, and the convolution after it back.</summary>
    internal static Tensor Normalised(Tensor x, long groups)
    {
        var shape = x.shape;
        var (n, c, height, width) = (shape[0], shape[1], shape[2], shape[3]);
        var grouped = x.permute(0, 2, 3, 1).reshape(n, height * width, groups, c / groups);                 // [N, HW, G, C/G], a view of a channels_last x
        var (variance, mean) = var_mean(grouped, (long[])[1, 3], unbiased: false, keepdim: true);           // [N, 1, G, 1] each
        var inverse = (variance + Normalisation.Epsilon).rsqrt();                                           // [N, 1, G, 1]
        return addcmul(-mean * inverse, grouped, inverse, 1).reshape(n, height, width, c).permute(0, 3, 1, 2); // [N, C, H, W]
    }

    /// <summary>In place where no gradient asks for what was there: x is a norm's own result.</summary>
    private static Tensor Activate(Tensor x, bool silu) => silu ? functional.silu(x, inplace: !is_grad_enabled()) : x;

    private static Tensor PerPixel(Tensor x) => x.unsqueeze(-1).unsqueeze(-1);                              // [N, C, 1, 1]
}
