using static TorchSharp.torch;

namespace EchoSynth.Training;

/// <summary>Exponential moving average of a module's weights, decay min(d, (1 + n)/(10 + n)).</summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly double _decay;
    private readonly Dictionary<string, Tensor> _live;
    private readonly Dictionary<string, Tensor> _values = new(StringComparer.Ordinal);

    /// <param name="module">Already on its device: a module that moves gets new weights.</param>
    /// <param name="decay">d</param>
    public WeightAverage(nn.Module module, double decay)
    {
        (_live, _decay) = (module.state_dict(), decay);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (name, weights) in _live)
            _values[name] = weights.detach().clone().DetachFromDisposeScope();
    }

    public IReadOnlyDictionary<string, Tensor> Values => _values;

    public static double Decay(double decay, long step) => Math.Min(decay, (1.0 + step) / (10.0 + step));

    /// <param name="step">Steps done, the present one included.</param>
    public void Update(long step)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var share = tensor((float)(1 - Decay(_decay, step)));
        foreach (var (name, weights) in _live)
        {
            var average = _values[name];
            if (is_floating_point(average))
                average.lerp_(weights, share);
            else
                average.copy_(weights);
        }
    }

    /// <summary>Puts the averages into the module, and the module into evaluation mode, until the result is disposed.</summary>
    public IDisposable Apply(nn.Module module)
    {
        var kept = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (name, weights) in _live)
        {
            kept[name] = weights.detach().clone().DetachFromDisposeScope();
            weights.copy_(_values[name]);
        }
        var training = module.training;
        module.eval();
        return new Restore(_live, kept, module, training);
    }

    public void Dispose()
    {
        foreach (var average in _values.Values)
            average.Dispose();
    }

    private sealed class Restore(Dictionary<string, Tensor> live, Dictionary<string, Tensor> kept, nn.Module module, bool training) : IDisposable
    {
        public void Dispose()
        {
            using var frozen = no_grad();
            foreach (var (name, weights) in kept)
            {
                live[name].copy_(weights);
                weights.Dispose();
            }
            if (kept.Count > 0)
                module.train(training);
            kept.Clear();
        }
    }
}
