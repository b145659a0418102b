using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Networks;

/// <summary>z/√(mean(z²) + 1e-8) → Linear nz→z_emb → SiLU → n × (Linear z_emb→z_emb, SiLU) (algorithm §5).</summary>
internal sealed class LatentMapping : Module
{
    private readonly ModuleList<LinearLayer> layers;

    public LatentMapping(ParameterInit init, long latent, long embedding, int depth)
        : base(nameof(LatentMapping))
    {
        layers = new ModuleList<LinearLayer>();
        for (var i = 0; i <= depth; i++)
            layers.append(new LinearLayer(init, i == 0 ? latent : embedding, embedding, fanOut: true));
        RegisterComponents();
    }

    /// <summary>z [N, nz] → [N, z_emb]</summary>
    public Tensor Forward(Tensor z)
    {
        var h = z * (z.square().mean([1], true) + 1e-8).rsqrt(); // [N, nz]
        for (var i = 0; i < layers.Count; i++)
            h = functional.silu(layers[i].Forward(h));           // [N, z_emb]
        return h;
    }
}
