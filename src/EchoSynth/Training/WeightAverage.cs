using static TorchSharp.torch;

namespace EchoSynth.Training;

/// <summary>Exponential moving average of a module's weights, decay min(d, (1 + n)/(10 + n)).</summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly nn.Module _module;
    private readonly double _decay;
    private readonly Dictionary<string, Tensor> _values = new(StringComparer.Ordinal);

    public WeightAverage(nn.Module module, double decay)
    {
        (_module, _decay) = (module, decay);
        using var frozen = no_grad();
        foreach (var (name, weights) in module.state_dict())
            _values[name] = weights.detach().clone().DetachFromDisposeScope();
    }

    public IReadOnlyDictionary<string, Tensor> Values => _values;

    public static double Decay(double decay, long step) => Math.Min(decay, (1.0 + step) / (10.0 + step));

    /// <param name="step">Steps done, the present one included.</param>
    public void Update(long step)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var d = Decay(_decay, step);
        foreach (var (name, weights) in _module.state_dict())
        {
            var average = _values[name];
            if (is_floating_point(average))
                average.mul_(d).add_(weights, 1 - d);
            else
                average.copy_(weights);
        }
    }

    /// <summary>Puts the averages into the module until the result is disposed.</summary>
    public IDisposable Apply()
    {
        var live = _module.state_dict();
        var kept = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        using (no_grad())
        {
            foreach (var (name, weights) in live)
            {
                kept[name] = weights.detach().clone().DetachFromDisposeScope();
                weights.copy_(_values[name]);
            }
        }
        return new Restore(live, kept);
    }

    public void Dispose()
    {
        foreach (var average in _values.Values)
            average.Dispose();
    }

    private sealed class Restore(Dictionary<string, Tensor> live, Dictionary<string, Tensor> kept) : IDisposable
    {
        public void Dispose()
        {
            using var frozen = no_grad();
            foreach (var (name, weights) in kept)
            {
                live[name].copy_(weights);
                weights.Dispose();
            }
            kept.Clear();
        }
    }
}
