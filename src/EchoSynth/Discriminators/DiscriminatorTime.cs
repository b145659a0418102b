using EchoSynth.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Discriminators;

/// <summary>sinusoid(t) → Linear → LeakyReLU 0.2 → Linear → LeakyReLU 0.2, or the first half of it (algorithm §6).</summary>
internal sealed class DiscriminatorTime : Module
{
    private readonly TimeEmbedding embedding;
    private readonly LinearLayer first;
    private readonly LinearLayer? second;

    public DiscriminatorTime(ParameterInit init, long width, bool deep)
        : base(nameof(DiscriminatorTime))
    {
        embedding = new TimeEmbedding(width);
        first = new LinearLayer(init, width, width, fanOut: deep);
        second = deep ? new LinearLayer(init, width, width, fanOut: true) : null;
        RegisterComponents();
    }

    /// <summary>t [N] → [N, width]</summary>
    public Tensor Forward(Tensor t)
    {
        var h = functional.leaky_relu(first.Forward(embedding.Forward(t, first.Type)), 0.2);           // [N, width]
        return second is null ? h : functional.leaky_relu(second.Forward(h), 0.2);         // [N, width]
    }
}
