using EchoSynth.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Networks;

/// <summary>Sinusoidal features of the integer step t: [sin(t f), cos(t f)], f_i = exp(−ln(10000)·i/(half − 1)).</summary>
internal sealed class TimeEmbedding : Module
{
    private readonly Tensor frequencies; // [1, size/2]

    public TimeEmbedding(long size)
        : base(nameof(TimeEmbedding))
    {
        var half = size / 2;
        var f = new float[half];
        for (var i = 0; i < half; i++)
            f[i] = (float)Math.Exp(-Math.Log(10000) * i / (half - 1));
        frequencies = TensorData.FromFloats(f, 1, half).DetachFromDisposeScope();
        register_buffer(nameof(frequencies), frequencies, persistent: false);
        RegisterComponents();
    }

    /// <summary>t [N], int64 → [N, size]</summary>
    public Tensor Forward(Tensor t)
    {
        var angles = t.to(float32).unsqueeze(1) * frequencies; // [N, size/2]
        return cat([angles.sin(), angles.cos()], 1);           // [N, size]
    }
}
