using System.Text.Json;
using EchoSynth.Checkpoints;
using EchoSynth.Distributed;

namespace EchoSynth.Training;

/// <summary>The ranks that train together, as a training's loop sees them: one alone where there is no group. What decides the loop's course is the same on all.</summary>
internal sealed class TrainingPeers(ProcessGroup? group, TrainerOptions options)
{
    /// <summary>Whether this rank writes, validates and tells.</summary>
    public bool IsFirst => group?.IsFirst ?? true;

    public bool IsAlone => group is null;

    /// <summary>Cancelled when a rank is lost; <see cref="ThrowIfEnded"/> then says which.</summary>
    public CancellationToken Ended => group?.Ended ?? default;

    public void ThrowIfEnded() => group?.ThrowIfEnded();

    /// <summary>The batches of a step that are this rank's.</summary>
    public int BatchesPerStep => options.AccumulationSteps / (group?.WorldSize ?? 1);

    /// <summary>The number of this rank's n-th batch among those of the whole training: a step's batches go to the ranks in order, so that no two see the same and the step does not depend on how many share it.</summary>
    public long Batch(long n) => n / BatchesPerStep * options.AccumulationSteps + (group?.Rank ?? 0) * BatchesPerStep + n % BatchesPerStep;

    /// <summary>Whether any rank says so.</summary>
    public bool Any(bool here) => group?.Any(here) ?? here;

    /// <summary>The means over all ranks, of which each saw as many batches.</summary>
    public IReadOnlyDictionary<string, double> Means(IReadOnlyDictionary<string, double> here)
    {
        if (group is null || here.Count == 0)
            return here;
        var names = here.Keys.Order(StringComparer.Ordinal).ToArray();
        var sums = group.Sum(names.Select(n => here[n]).ToArray());
        return names.Zip(sums).ToDictionary(m => m.First, m => m.Second / group.WorldSize, StringComparer.Ordinal);
    }

    /// <summary>What rank 0 has, made by it now; the others wait for it, for as long as it takes.</summary>
    public T FromFirst<T>(Func<T> make) => group is null
        ? make()
        : JsonSerializer.Deserialize<T>(group.Tell(() => JsonSerializer.Serialize(make(), ConfigJson.Options)), ConfigJson.Options)!;
}
