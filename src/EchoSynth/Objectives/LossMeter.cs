using static TorchSharp.torch;

namespace EchoSynth.Objectives;

/// <summary>Means of named losses, summed on the device and read only when asked for.</summary>
internal sealed class LossMeter : IDisposable
{
    private readonly Dictionary<string, (Tensor Sum, int Count)> _sums = new(StringComparer.Ordinal);

    public void Add(string name, Tensor loss)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        if (_sums.TryGetValue(name, out var entry))
        {
            entry.Sum.add_(loss);
            _sums[name] = (entry.Sum, entry.Count + 1);
        }
        else
        {
            _sums[name] = (loss.detach().clone().DetachFromDisposeScope(), 1);
        }
    }

    /// <summary>The means since the last <see cref="Reset"/>.</summary>
    public IReadOnlyDictionary<string, double> Means() => _sums.ToDictionary(s => s.Key, s => Read(s.Value.Sum) / s.Value.Count);

    public void Reset() => Dispose();

    public void Dispose()
    {
        foreach (var (sum, _) in _sums.Values)
            sum.Dispose();
        _sums.Clear();
    }

    private static double Read(Tensor sum)
    {
        using var scope = NewDisposeScope();
        return sum.cpu().item<float>();
    }
}
