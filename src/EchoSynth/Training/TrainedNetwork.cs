using EchoSynth.Checkpoints;
using EchoSynth.Distributed;
using EchoSynth.Objectives;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EchoSynth.Training;

/// <summary>A network, its optimiser, and their two files in a checkpoint.</summary>
internal sealed class TrainedNetwork : IDisposable
{
    private readonly string _name;
    private readonly nn.Module _module;
    private readonly Parameter[] _parameters;
    private readonly Adam _optimizer;
    private (ProcessGroup Group, IGradientBuckets Buckets)? _shared;

    /// <param name="name">What its files are called.</param>
    /// <param name="module">Already on its device.</param>
    /// <param name="rate">The rate at the start.</param>
    /// <param name="options">Adam's β.</param>
    public TrainedNetwork(string name, nn.Module module, double rate, TrainerOptions options)
    {
        (_name, _module, FirstRate, Rate, _parameters) = (name, module, rate, rate, module.parameters().ToArray());
        _optimizer = optim.Adam(_parameters, rate, options.Beta1, options.Beta2);
    }

    public double FirstRate { get; }

    /// <summary>The rate of the step at hand.</summary>
    public double Rate { get; private set; }

    public void SetRate(double rate)
    {
        Rate = rate;
        foreach (var group in _optimizer.ParamGroups)
            group.LearningRate = rate;
    }

    /// <summary>Sums the gradient over the ranks where there are several, clips it where asked for, and takes Adam's step.</summary>
    public void Step(TrainerOptions options, LossMeter losses)
    {
        SumOverRanks();
        if (options.GradientClip is { } limit)
            losses.Add($"norm.{_name}", GradientClip.Apply(_parameters, limit));
        _optimizer.step();
    }

    /// <summary>From now on gradients are summed over the ranks of a group, within <see cref="BeginLast"/> and <see cref="Step"/>.</summary>
    public void Share(ProcessGroup group)
    {
        _shared?.Buckets.Dispose();
        _shared = (group, group.Buckets(_parameters));
    }

    /// <summary>Whether several ranks add up to its gradients.</summary>
    public bool IsShared => _shared is not null;

    /// <summary>How many add up to them, each from as many batches.</summary>
    public int Ranks => _shared?.Group.WorldSize ?? 1;

    /// <summary>Says that the next backward pass is the last before <see cref="Step"/>: sums are sent while it goes on.</summary>
    public void BeginLast() => _shared?.Buckets.Begin();

    public void Freeze(bool frozen)
    {
        foreach (var parameter in _parameters)
            parameter.requires_grad = !frozen;
    }

    /// <summary>Everything that a step changes, by name: the weights and Adam's moments, themselves and not copies.</summary>
    public IEnumerable<(string Name, Tensor Value)> Live() =>
    [
        .. _module.state_dict().Select(w => ($"{_name}.{w.Key}", w.Value)),
        .. AdamMoments.Read(_optimizer, out _).Select(m => ($"{_name}.adam.{m.Key}", m.Value)),
    ];

    /// <summary>Adam's step counters.</summary>
    public IReadOnlyList<long> OptimizerSteps
    {
        get => AdamMoments.Steps(_optimizer);
        set => AdamMoments.SetSteps(_optimizer, value);
    }

    /// <returns>Adam's step counters.</returns>
    public IReadOnlyList<long> Save(string folder)
    {
        SafeTensors.Save(WeightsFile(folder), _module.state_dict());
        SafeTensors.Save(OptimizerFile(folder), AdamMoments.Read(_optimizer, out var steps));
        return steps;
    }

    public void Load(string folder, IReadOnlyList<long> optimizerSteps)
    {
        ModuleState.Load(_module, WeightsFile(folder));
        AdamMoments.Write(_optimizer, OptimizerFile(folder), optimizerSteps);
    }

    public void Dispose()
    {
        _shared?.Buckets.Dispose();
        _optimizer.Dispose();
    }

    private void SumOverRanks()
    {
        if (_shared is not var (group, buckets))
            return;
        var count = buckets.Flush();
        for (var i = 0; i < count; i++)
        {
            var bucket = i;
            group.Wait(limit => buckets.Wait(bucket, limit));
        }
        buckets.Finish();
    }

    private string WeightsFile(string folder) => Path.Combine(folder, $"{_name}.safetensors");

    private string OptimizerFile(string folder) => Path.Combine(folder, $"{_name}-optimizer.safetensors");
}
