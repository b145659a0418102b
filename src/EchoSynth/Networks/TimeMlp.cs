using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Networks;

/// <summary>The denoisers' time vector: sinusoid(t, nf) → Linear nf→4nf → SiLU → Linear 4nf→4nf (algorithm §5).</summary>
internal sealed class TimeMlp : Module
{
    private readonly TimeEmbedding embedding;
    private readonly LinearLayer first, second;

    public TimeMlp(ParameterInit init, long nf)
        : base(nameof(TimeMlp))
    {
        embedding = new TimeEmbedding(nf);
        first = new LinearLayer(init, nf, 4 * nf);
        second = new LinearLayer(init, 4 * nf, 4 * nf);
        RegisterComponents();
    }

    /// <summary>t [N], int64 → [N, 4nf]</summary>
    public Tensor Forward(Tensor t) => second.Forward(functional.silu(first.Forward(embedding.Forward(t, first.Type))));
}
