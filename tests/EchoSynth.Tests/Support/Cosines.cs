using EchoSynth.Tensors;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Support;

/// <summary>Numbers that both sides of a comparison can make: value i is scale · cos(phase + 0.7 i).</summary>
internal static class Cosines
{
    public static Tensor Values(double phase, double scale, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(scale * Math.Cos(phase + 0.7 * i));
        return TensorData.FromFloats(values, shape);
    }

    /// <summary>Sets every parameter of a module; each must be named.</summary>
    public static void Set(nn.Module module, params (string Name, double Phase, double Scale)[] values)
    {
        var state = module.state_dict();
        Assert.Equal(values.Select(v => v.Name).Order(), state.Keys.Order());
        using var frozen = no_grad();
        foreach (var (name, phase, scale) in values)
            state[name].copy_(Values(phase, scale, state[name].shape));
    }
}
