using static TorchSharp.torch;

namespace EchoSynth.Training;

/// <summary>A copy in the host's memory of everything that training changes, to go back to: about four times the denoiser's weights and three times the discriminator's.</summary>
internal sealed class StateSnapshot : IDisposable
{
    private readonly TrainerState _state;
    private readonly Dictionary<string, Tensor> _copies = new(StringComparer.Ordinal);
    private IReadOnlyList<long> _denoiserSteps = [], _discriminatorSteps = [];

    public StateSnapshot(TrainerState state) => _state = state;

    /// <summary>The step that <see cref="Restore"/> goes back to.</summary>
    public long Step { get; private set; }

    public void Take()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (name, value) in _state.Live())
        {
            if (_copies.TryGetValue(name, out var copy))
                copy.copy_(value);
            else
                _copies[name] = value.detach().to(CPU, copy: true).DetachFromDisposeScope();
        }
        (Step, _denoiserSteps, _discriminatorSteps) = (_state.Step, _state.Denoiser.OptimizerSteps, _state.Discriminator?.OptimizerSteps ?? []);
    }

    public void Restore()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (name, value) in _state.Live())
            value.copy_(_copies[name]);
        (_state.Step, _state.Denoiser.OptimizerSteps) = (Step, _denoiserSteps);
        if (_state.Discriminator is { } discriminator)
            discriminator.OptimizerSteps = _discriminatorSteps;
    }

    public void Dispose()
    {
        foreach (var copy in _copies.Values)
            copy.Dispose();
        _copies.Clear();
    }
}
