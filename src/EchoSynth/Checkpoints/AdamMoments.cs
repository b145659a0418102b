using System.Globalization;
using EchoSynth.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EchoSynth.Checkpoints;

/// <summary>Adam's moments to and from safetensors: "N.exp_avg" and "N.exp_avg_sq" for the N-th parameter.</summary>
internal static class AdamMoments
{
    public static Dictionary<string, Tensor> Read(Adam optimizer, out long[] steps)
    {
        var states = optimizer.state_dict().State.Cast<Adam.State>().ToArray();
        steps = states.Select(s => s.step).ToArray();
        return Moments(states);
    }

    public static long[] Steps(Adam optimizer) => [.. optimizer.state_dict().State.Cast<Adam.State>().Select(s => s.step)];

    public static void SetSteps(Adam optimizer, IReadOnlyList<long> steps)
    {
        foreach (var (state, step) in optimizer.state_dict().State.Cast<Adam.State>().Zip(steps))
            state.step = step;
    }

    /// <exception cref="ModelFormatException">The file does not fit the optimiser.</exception>
    public static void Write(Adam optimizer, string path, IReadOnlyList<long> steps)
    {
        var states = optimizer.state_dict().State.Cast<Adam.State>().ToArray();
        if (steps.Count != states.Length)
            throw new ModelFormatException(path, $"is of an optimiser with {steps.Count} parameters; this one has {states.Length}.");
        var loaded = SafeTensors.LoadPart(path);
        ModuleState.Copy(Moments(states), loaded, path);
        for (var i = 0; i < states.Length; i++)
            states[i].step = steps[i];
        foreach (var tensor in loaded.Values)
            tensor.Dispose();
    }

    private static Dictionary<string, Tensor> Moments(Adam.State[] states)
    {
        var moments = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (var i = 0; i < states.Length; i++)
        {
            moments[string.Create(CultureInfo.InvariantCulture, $"{i:D4}.exp_avg")] = states[i].exp_avg;
            moments[string.Create(CultureInfo.InvariantCulture, $"{i:D4}.exp_avg_sq")] = states[i].exp_avg_sq;
        }
        return moments;
    }
}
