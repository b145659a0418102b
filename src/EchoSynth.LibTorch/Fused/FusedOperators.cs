using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.LibTorch.Fused;

/// <summary>
/// The bridge's own operators (native/norm.cpp, native/spade.cpp, native/activation.cpp, native/image.cpp): several of ATen's in one pass, for channels_last images of float32 or bfloat16 on the CPU, with gradients.
/// </summary>
internal static class FusedOperators
{
    private static readonly Op NormOp = new("echosynth::norm");
    private static readonly Op SpadeOp = new("echosynth::spade");
    private static readonly Op LeakyOp = new("echosynth::leaky");
    private static readonly Op AddNoiseOp = new("echosynth::add_noise");
    private static readonly Op JoinOp = new("echosynth::join");
    private static readonly Op AddScaledOp = new("echosynth::add_scaled");
    private static readonly Op FirOp = new("echosynth::fir");
    private static readonly Op WinogradWeightsOp = new("echosynth::winograd_weights");
    private static readonly Op WinogradOp = new("echosynth::winograd");
    private static readonly Op ConvolutionOp = new("echosynth::convolution");
    private static readonly Op AdamOp = new("echosynth::adam");

    /// <summary>What the FIR filter [1, 3, 3, 1]² is to do.</summary>
    internal enum Fir
    {
        Up = 0,
        Down = 1,
        Blur = 3,
    }

    /// <summary>
    /// GroupNorm of [x, second] + offset, then · scale + shift, or with a map · (scale + map's first half) + (shift + its second half), then SiLU.
    /// </summary>
    /// <param name="x">[N, C₁, H, W]</param>
    /// <param name="second">[N, C₂, H, W] or null; C = C₁ + C₂</param>
    /// <param name="offset">[N, C] or null</param>
    /// <param name="groups">divides C</param>
    /// <param name="epsilon">is added to the variance</param>
    /// <param name="scale">[N, C] or [C]; null with <paramref name="shift"/></param>
    /// <param name="shift">like <paramref name="scale"/></param>
    /// <param name="map">[N, 2C, H, W] or null</param>
    /// <param name="silu">whether SiLU follows</param>
    /// <param name="half">whether the result is bfloat16</param>
    /// <returns>[N, C, H, W], channels_last</returns>
    internal static Tensor Norm(Tensor x, Tensor? second, Tensor? offset, long groups, double epsilon, Tensor? scale, Tensor? shift, Tensor? map, bool silu, bool half) =>
        NormOp.Call(x, second, offset, groups, epsilon, scale, shift, map, silu, half);

    /// <summary>
    /// GroupNorm of [x, second] · (1 + γ) + β with [γ, β] = features ∗ weight + bias + style · styleWeightᵀ + styleBias, then SiLU; [γ, β] is never written.
    /// </summary>
    /// <param name="x">[N, C₁, H, W]</param>
    /// <param name="second">[N, C₂, H, W] or null; C = C₁ + C₂, a multiple of 16</param>
    /// <param name="features">[N, F, H, W]; F is a multiple of 16</param>
    /// <param name="weight">[2C, F, 1, 1]</param>
    /// <param name="bias">[2C]</param>
    /// <param name="style">[N, S]</param>
    /// <param name="styleWeight">[2C, S]</param>
    /// <param name="styleBias">[2C]</param>
    /// <param name="groups">divides C</param>
    /// <param name="epsilon">is added to the variance</param>
    /// <param name="silu">whether SiLU follows</param>
    /// <param name="half">whether the result is bfloat16</param>
    /// <returns>[N, C, H, W], channels_last</returns>
    internal static Tensor Spade(
        Tensor x, Tensor? second, Tensor features, Tensor weight, Tensor bias, Tensor style, Tensor styleWeight, Tensor styleBias, long groups, double epsilon, bool silu, bool half) =>
        SpadeOp.Call(x, second, features, weight, bias, style, styleWeight, styleBias, groups, epsilon, silu, half);

    /// <summary>leaky(x + bias) · gain, where leaky(u) is u above 0 and slope · u else: x [N, C, H, W], bias [N, C] or null; of x's type. Twice differentiable.</summary>
    internal static Tensor Leaky(Tensor x, Tensor? bias, double slope, double gain) => LeakyOp.Call(x, bias, slope, gain);

    /// <summary>(x + h) · factor + noise · strength: x, h or null [N, C, H, W], noise [N, 1, H, W], strength [C, 1, 1]; float32.</summary>
    internal static Tensor AddNoise(Tensor x, Tensor? h, double factor, Tensor noise, Tensor strength) => AddNoiseOp.Call(x, h, factor, noise, strength);

    /// <summary>[N, C₁, H, W], [N, C₂, H, W] → [N, C₁ + C₂, H, W], float32 or bfloat16.</summary>
    internal static Tensor Join(Tensor x, Tensor second, bool half) => JoinOp.Call(x, second, half);

    /// <summary>(x + h) · factor.</summary>
    internal static Tensor AddScaled(Tensor x, Tensor h, double factor, bool half) => AddScaledOp.Call(x, h, factor, half);

    /// <summary>The FIR filter; its weights add up to one for every pixel of the result.</summary>
    internal static Tensor Filter(Tensor x, Fir kind, bool half) => FirOp.Call(x, (long)kind, 1.0, half);

    /// <summary>Weights [out, in, 3, 3] as <see cref="Winograd"/> takes them: [36, in, out], four times as many numbers.</summary>
    internal static Tensor WinogradWeights(Tensor weight) => WinogradWeightsOp.Call(weight, false);

    /// <summary>
    /// A 3 × 3 convolution of stride 1 and padding 1 by Winograd's F(4 × 4, 3 × 3) (arXiv 1509.09308), a quarter of the multiplications; float32 arithmetic for float32 and bfloat16 images.
    /// </summary>
    /// <param name="x">[N, in, H, W]; in and out are multiples of 32.</param>
    /// <param name="weights">What <see cref="WinogradWeights"/> made.</param>
    /// <param name="bias">[out] or null.</param>
    internal static Tensor Winograd(Tensor x, Tensor weights, Tensor? bias) => WinogradOp.Call(x, weights, bias);

    /// <summary>The same from the weights themselves, with gradients.</summary>
    internal static Tensor Convolution(Tensor x, Tensor weight, Tensor? bias) => ConvolutionOp.Call(x, weight, bias);

    /// <summary>Adam's step in one pass, in place.</summary>
    /// <returns>False, and nothing is done, where the tensors are not float32 on the CPU in one memory layout.</returns>
    internal static bool Adam(Tensor p, Tensor g, Tensor m, Tensor v, double rate, double beta1, double beta2, double epsilon, long step, double l2, double decay) =>
        AdamOp.CallBool(p, g, m, v, rate, beta1, beta2, epsilon, step, l2, decay);
}
