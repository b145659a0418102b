using EchoSynth.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EchoSynth.Training;

/// <summary>A network, its optimiser, and their two files in a checkpoint.</summary>
internal sealed class TrainedNetwork : IDisposable
{
    private readonly string _name;
    private readonly nn.Module _module;
    private readonly Parameter[] _parameters;
    private readonly double _rate;

    /// <param name="name">What its files are called.</param>
    /// <param name="module">Already on its device.</param>
    /// <param name="rate">The rate at the start.</param>
    /// <param name="options">Adam's β.</param>
    public TrainedNetwork(string name, nn.Module module, double rate, TrainerOptions options)
    {
        (_name, _module, _rate, _parameters) = (name, module, rate, module.parameters().ToArray());
        Optimizer = optim.Adam(_parameters, rate, options.Beta1, options.Beta2);
    }

    public Adam Optimizer { get; }

    public void SetRate(TrainerOptions options, long step)
    {
        foreach (var group in Optimizer.ParamGroups)
            group.LearningRate = TrainerState.Rate(_rate, options.FinalRate, step, options.TotalSteps);
    }

    public void Freeze(bool frozen)
    {
        foreach (var parameter in _parameters)
            parameter.requires_grad = !frozen;
    }

    /// <returns>Adam's step counters.</returns>
    public IReadOnlyList<long> Save(string folder)
    {
        SafeTensors.Save(WeightsFile(folder), _module.state_dict());
        SafeTensors.Save(OptimizerFile(folder), AdamMoments.Read(Optimizer, out var steps));
        return steps;
    }

    public void Load(string folder, IReadOnlyList<long> optimizerSteps)
    {
        ModuleState.Load(_module, WeightsFile(folder));
        AdamMoments.Write(Optimizer, OptimizerFile(folder), optimizerSteps);
    }

    public void Dispose() => Optimizer.Dispose();

    private string WeightsFile(string folder) => Path.Combine(folder, $"{_name}.safetensors");

    private string OptimizerFile(string folder) => Path.Combine(folder, $"{_name}-optimizer.safetensors");
}
