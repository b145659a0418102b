using System.Collections.Concurrent;
using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Sampling;
using EchoSynth.Studio.Api;

namespace EchoSynth.Studio.Models;

/// <summary>The model with a sampler for each number of steps that is asked for.</summary>
internal sealed class StudioModel : IDisposable
{
    private const int MostSteps = 100;
    private readonly ConcurrentDictionary<int, Lazy<Sampler>> _samplers = new();

    /// <param name="model">The model; stays the caller's.</param>
    /// <param name="folder">Where it was read from.</param>
    public StudioModel(EchoModel model, string folder)
    {
        (Model, Name) = (model, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))));
        var trained = model.Schedule.Steps;
        Steps = Chain == SamplingMethod.Posterior
            ? new StepRange(trained, trained, trained, $"This model was trained adversarially for {trained} steps, each for its own size, so a whole way always takes {trained}. For fewer, start from a source: strength k/{trained} takes the last k.")
            : new StepRange(1, Math.Min(trained, MostSteps), Math.Min(trained, 20), null);
    }

    public EchoModel Model { get; }

    public string Name { get; }

    public StepRange Steps { get; }

    /// <summary>Networks that predict noise can leave steps out, with DDIM; those that predict the clean image cannot.</summary>
    public SamplingMethod Chain => Model.Denoiser.Output == DenoiserOutput.Noise ? SamplingMethod.Ddim : SamplingMethod.Posterior;

    public SamplerOptions Options(int steps) => new() { MicroBatch = 1, Method = Chain, SamplingSteps = Chain == SamplingMethod.Ddim ? steps : null };

    /// <summary>The sampler of so many steps, which must be within <see cref="Steps"/>.</summary>
    public Sampler Sampler(int steps) => _samplers.GetOrAdd(steps, s => new Lazy<Sampler>(() => new Sampler(Model, Options(s)))).Value;

    public void Dispose()
    {
        foreach (var sampler in _samplers.Values.Where(s => s.IsValueCreated))
            sampler.Value.Dispose();
    }
}
