using EchoSynth.Checkpoints;
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
    /// <summary>Values that a network may have beyond those there are: so much memory is no harm, and an error about one tensor says more than one about all.</summary>
    private const long Excess = 16 << 20;

    [ThreadStatic]
    private static UnsetScope? s_unset;

    private ulong _stream;

    /// <summary>Until the result is disposed, networks made on this thread have weights of no particular value: others are about to be loaded, all of them.</summary>
    /// <param name="config">The file that describes the network.</param>
    /// <param name="available">The values there are. A network of many more parameters ends with a <see cref="ModelFormatException"/> before they are allocated.</param>
    public static IDisposable LeaveUnset(string config, long available) => new UnsetScope(config, available);

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
    public static Parameter Constant(double value, long length)
    {
        using var scope = NewDisposeScope();
        return Own(s_unset is not null ? Unset([length]) : full(length, value, float32));
    }

    /// <summary>Values from N(0, deviation²).</summary>
    public Parameter Normal(double deviation, params long[] shape)
    {
        using var scope = NewDisposeScope();
        if (s_unset is not null)
            return Own(Unset(shape));
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        PhiloxNoise.Normal(values, seed, _stream++);
        for (var i = 0; i < values.Length; i++)
            values[i] *= (float)deviation;
        return Own(TensorData.FromFloats(values, shape));
    }

    private Parameter Uniform(double scale, double fan, params long[] shape)
    {
        using var scope = NewDisposeScope();
        if (s_unset is not null)
            return Own(Unset(shape));
        var bound = (float)Math.Sqrt(3 * Math.Max(scale, 1e-10) / fan);
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        PhiloxNoise.Uniform(values, seed, _stream++);
        for (var i = 0; i < values.Length; i++)
            values[i] = (2 * values[i] - 1) * bound;
        var weights = TensorData.FromFloats(values, shape);
        return Own(shape.Length == 4 ? TensorData.ChannelsLast(weights) : weights);
    }

    /// <summary>In the memory layout that the weights would have.</summary>
    private static Tensor Unset(long[] shape)
    {
        s_unset!.Take(shape.Aggregate((Int128)1, (a, b) => a * b));
        return shape.Length == 4 ? empty([shape[0], shape[2], shape[3], shape[1]], float32).permute(0, 3, 1, 2) : empty(shape, float32);
    }

    private static Parameter Own(Tensor values) =>
        (Parameter)new Parameter(values).DetachFromDisposeScope();

    private sealed class UnsetScope : IDisposable
    {
        private readonly UnsetScope? _before = s_unset;
        private readonly string _config;
        private readonly long _available;
        private Int128 _left;

        public UnsetScope(string config, long available)
        {
            (_config, _available, _left) = (config, available, available + Excess);
            s_unset = this;
        }

        public void Take(Int128 values)
        {
            _left -= values;
            if (_left < 0)
                throw new ModelFormatException(_config, $"describes a network of far more parameters than the {_available} values in the weights beside it.");
        }

        public void Dispose() => s_unset = _before;
    }
}
