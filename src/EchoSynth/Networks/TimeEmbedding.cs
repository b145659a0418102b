using EchoSynth.Tensors;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EchoSynth.Networks;

/// <summary>Sinusoidal features of the integer step t: [sin(t f), cos(t f)], f_i = exp(−ln(10000)·i/(half − 1)).</summary>
internal sealed class TimeEmbedding : Module
{
    private readonly DeviceConstant _frequencies; // [1, size/2]

    public TimeEmbedding(long size)
        : base(nameof(TimeEmbedding))
    {
        var half = size / 2;
        var f = new float[half];
        for (var i = 0; i < half; i++)
            f[i] = (float)Math.Exp(-Math.Log(10000) * i / (half - 1));
        _frequencies = new DeviceConstant(f, 1, half);
        RegisterComponents();
    }

    /// <summary>t [N], int64 → [N, size], computed in float32</summary>
    public Tensor Forward(Tensor t, ScalarType type)
    {
        var angles = t.to(float32).unsqueeze(1) * _frequencies.For(t, float32); // [N, size/2]
        return cat([angles.sin(), angles.cos()], 1).to(type);                   // [N, size]
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _frequencies.Dispose();
        base.Dispose(disposing);
    }
}
