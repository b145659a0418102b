using EchoSynth.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EchoSynth.Networks;

/// <summary>
/// Starting weights: uniform ±√(3·scale/fan), the variance-scaling rule of NCSN++ (arXiv 2011.13456).
/// Drawn from the seed alone, so the same seed gives the same network on every libtorch and every device.
/// </summary>
internal sealed class ParameterInit(ulong seed)
{
    private ulong _stream;

    /// <summary>Weights [outputs, inputs, k, k] of a convolution; fan is the mean of both fans.</summary>
    public Parameter Convolution(long outputs, long inputs, long kernel, double scale = 1)
    {
        var area = kernel * kernel;
        return Uniform(scale, (inputs + outputs) * area / 2.0, outputs, inputs, kernel, kernel);
    }

    /// <summary>Weights [outputs, inputs] of a linear map; fan is the mean of both fans, or the outputs alone.</summary>
    public Parameter Linear(long outputs, long inputs, double scale = 1, bool fanOut = false) =>
        Uniform(scale, fanOut ? outputs : (inputs + outputs) / 2.0, outputs, inputs);

    /// <summary>A vector of one value: biases, and the affine part of norms.</summary>
    public static Parameter Constant(double value, long length) => Own(full(length, value, float32));

    /// <summary>Values from N(0, deviation²).</summary>
    public Parameter Normal(double deviation, params long[] shape)
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        PhiloxNoise.Normal(values, seed, _stream++);
        for (var i = 0; i < values.Length; i++)
            values[i] *= (float)deviation;
        return Own(TensorData.FromFloats(values, shape));
    }

    private Parameter Uniform(double scale, double fan, params long[] shape)
    {
        var bound = (float)Math.Sqrt(3 * Math.Max(scale, 1e-10) / fan);
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        PhiloxNoise.Uniform(values, seed, _stream++);
        for (var i = 0; i < values.Length; i++)
            values[i] = (2 * values[i] - 1) * bound;
        using var scope = NewDisposeScope();
        var weights = TensorData.FromFloats(values, shape);
        return Own(shape.Length == 4 ? TensorData.ChannelsLast(weights) : weights);
    }

    private static Parameter Own(Tensor values) =>
        (Parameter)new Parameter(values).DetachFromDisposeScope();
}
