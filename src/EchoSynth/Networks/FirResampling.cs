using EchoSynth.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Networks;

/// <summary>
/// Antialiased resampling by two with the FIR kernel [1, 3, 3, 1]: K = outer(k, k)/64, as plain depthwise convolutions
/// (StyleGAN2, arXiv 1912.04958, appendix B; used by NCSN++).
/// </summary>
internal sealed class FirResampling : Module
{
    private static readonly long[] One = [1, 1], Two = [2, 2];
    private readonly DeviceConstant _kernel; // [C, 1, 4, 4]
    private readonly long _channels;

    /// <param name="channels">C</param>
    /// <param name="gain">4 for <see cref="Up"/> (each input pixel feeds four), else 1</param>
    public FirResampling(long channels, double gain = 1)
        : base(nameof(FirResampling))
    {
        _channels = channels;
        float[] k = [1, 3, 3, 1];
        var values = new float[channels * 16];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(gain * k[i / 4 % 4] * k[i % 4] / 64);
        _kernel = new DeviceConstant(values, channels, 1, 4, 4);
        RegisterComponents();
    }

    /// <summary>[N, C, H, W] → [N, C, H/2, W/2]</summary>
    public Tensor Down(Tensor x)
    {
        var (h, kernel) = Operands(x);                                                              // [N, C, H, W], [C, 1, 4, 4]
        return Arithmetic.Weighted(functional.conv2d(h, kernel, null, Two, One, null, _channels), kernel); // [N, C, H/2, W/2]
    }

    /// <summary>[N, C, H, W] → [N, C, 2H, 2W]; built with gain 4.</summary>
    public Tensor Up(Tensor x)
    {
        var (h, kernel) = Operands(x);                                                              // [N, C, H, W], [C, 1, 4, 4]
        return functional.conv_transpose2d(Arithmetic.Weighted(h, kernel), kernel, null, Two, One, null, null, _channels); // [N, C, 2H, 2W]
    }

    /// <summary>[N, C, H, W] → [N, C, H+1, W+1], to be followed by a 3×3 convolution of stride 2 without padding.</summary>
    public Tensor Blur(Tensor x)
    {
        var (h, kernel) = Operands(x);                                                              // [N, C, H, W], [C, 1, 4, 4]
        return Arithmetic.Weighted(functional.conv2d(h, kernel, null, One, Two, null, _channels), kernel); // [N, C, H+1, W+1]
    }

    /// <summary>Filters are exact in any precision. (A depthwise conv_transpose2d of bfloat16 gives a wrong result on the CPU of libtorch 1.13, and no error.)</summary>
    private (Tensor Image, Tensor Kernel) Operands(Tensor x)
    {
        var exact = MixedPrecision.Exact(x);
        return (exact, _kernel.For(exact, exact.dtype));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _kernel.Dispose();
        base.Dispose(disposing);
    }
}
