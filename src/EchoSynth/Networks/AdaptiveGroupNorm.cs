using EchoSynth.Tensors;
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

    /// <summary>x [N, C, H, W], latent [N, z_emb] → [N, C, H, W]</summary>
    public Tensor Forward(Tensor x, Tensor latent)
    {
        var modulation = MixedPrecision.Exact(style.PerChannel(latent)).chunk(2, 1);                     // 2 × [N, C, 1, 1]
        return addcmul(modulation[1], Normalisation.Group(x, _channels), modulation[0], 1); // [N, C, H, W]
    }
}
