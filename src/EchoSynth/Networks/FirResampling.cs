using EchoSynth.Kernels;
using EchoSynth.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Networks;

/// <summary>
/// Antialiased resampling by two with the FIR kernel [1, 3, 3, 1]: K = outer(k, k)/64, plain depthwise convolutions
/// (StyleGAN2, arXiv 1912.04958, appendix B; used by NCSN++).
/// </summary>
internal sealed class FirResampling : Module
{
    private const long Taps = 16;
    private readonly DeviceConstant _kernel; // [C, 1, 4, 4]
    private readonly FirKind _kind;

    /// <param name="channels">C</param>
    /// <param name="kind">What it does to the size.</param>
    public FirResampling(long channels, FirKind kind)
        : base(nameof(FirResampling))
    {
        _kind = kind;
        float[] k = [1, 3, 3, 1];
        var gain = kind == FirKind.Up ? 4 : 1; // each input pixel feeds four
        var values = new float[channels * Taps];
        for (var i = 0; i < values.Length; i++)
            values[i] = gain * k[i / 4 % 4] * k[i % 4] / 64;
        _kernel = new DeviceConstant(values, channels, 1, 4, 4);
        RegisterComponents();
    }

    /// <summary>[N, C, H, W] → [N, C, H/2, W/2], [N, C, 2H, 2W], or [N, C, H+1, W+1], which a 3×3 convolution of stride 2 without padding is to follow.</summary>
    public Tensor Forward(Tensor x)
    {
        var y = LayerKernels.For(x).Filter(x, _kind, _kernel); // [N, C, H′, W′]
        var (counted, other) = _kind == FirKind.Up ? (x, y) : (y, x);
        Arithmetic.Filtered(counted, Taps, other);
        return y;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _kernel.Dispose();
        base.Dispose(disposing);
    }
}
