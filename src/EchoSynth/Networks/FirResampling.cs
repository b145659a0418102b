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
    private readonly double _gain;

    /// <param name="channels">C</param>
    /// <param name="gain">4 for <see cref="Up"/> (each input pixel feeds four), else 1</param>
    public FirResampling(long channels, double gain = 1)
        : base(nameof(FirResampling))
    {
        _gain = gain;
        float[] k = [1, 3, 3, 1];
        var values = new float[channels * 16];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(gain * k[i / 4 % 4] * k[i % 4] / 64);
        _kernel = new DeviceConstant(values, channels, 1, 4, 4);
        RegisterComponents();
    }

    /// <summary>[N, C, H, W] → [N, C, H/2, W/2]</summary>
    public Tensor Down(Tensor x) => Run(x, FirKind.Down);

    /// <summary>[N, C, H, W] → [N, C, 2H, 2W]; built with gain 4.</summary>
    public Tensor Up(Tensor x) => Run(x, FirKind.Up);

    /// <summary>[N, C, H, W] → [N, C, H+1, W+1], to be followed by a 3×3 convolution of stride 2 without padding.</summary>
    public Tensor Blur(Tensor x) => Run(x, FirKind.Blur);

    private Tensor Run(Tensor x, FirKind kind)
    {
        var y = LayerKernels.For(x).Filter(x, kind, _gain, _kernel); // [N, C, H′, W′]
        var (counted, other) = kind == FirKind.Up ? (x, y) : (y, x);
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
