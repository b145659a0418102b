using EchoSynth.Kernels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Networks;

/// <summary>AdaGN: γ·GroupNorm(h) + β with [γ, β] = Linear(z_emb → 2C), bias 1 for γ and 0 for β (algorithm §5).</summary>
internal sealed class AdaptiveGroupNorm : Module
{
    private readonly LinearLayer style;
    private readonly long _channels;

    public AdaptiveGroupNorm(ParameterInit init, long channels, long embedding)
        : base(nameof(AdaptiveGroupNorm))
    {
        _channels = channels;
        style = new LinearLayer(init, embedding, 2 * channels, fanOut: true, firstBias: 1);
        RegisterComponents();
    }

    /// <summary>SiLU(AdaGN([x, second] + offset)): x [N, C₁, H, W], latent [N, z_emb], second [N, C₂, H, W] or null, offset [N, C] or null → [N, C, H, W]</summary>
    public Tensor Activated(Tensor x, Tensor latent, Tensor? second = null, Tensor? offset = null) => Run(x, latent, second, offset, true); // [N, C, H, W]

    /// <summary>x [N, C, H, W], latent [N, z_emb] → [N, C, H, W], in float32</summary>
    public Tensor Forward(Tensor x, Tensor latent) => Run(x, latent, null, null, false); // [N, C, H, W]

    private Tensor Run(Tensor x, Tensor latent, Tensor? second, Tensor? offset, bool activated)
    {
        var modulation = style.Forward(latent).chunk(2, 1); // 2 × [N, C]
        return LayerKernels.For(x).Norm(x, new NormArguments(Normalisation.Groups(_channels))
        {
            Second = second, Offset = offset, Scale = modulation[0], Shift = modulation[1], Silu = activated, Exact = !activated,
        }); // [N, C, H, W]
    }
}
