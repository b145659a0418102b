using System.Text.Json;
using EchoSynth.Checkpoints;
using EchoSynth.Cli.Terminal;
using EchoSynth.Imaging.Framing;
using EchoSynth.Training;

namespace EchoSynth.Cli.Work;

/// <summary>What lies in a model folder.</summary>
internal static class ModelFolder
{
    /// <summary>Whether there is a model or a checkpoint; half of the first checkpoint, left by a killed process, is neither.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, "config.json"))
        || (Directory.Exists(Path.Combine(folder, "training")) && Directory.GetDirectories(Path.Combine(folder, "training"), "step-*").Any(d => !d.EndsWith(".tmp", StringComparison.Ordinal)))
        || Trainer.SavedProvenance(folder) is not null; // a whole checkpoint that lacks nothing but its name

    /// <summary>Fills what was not asked for with what the training was begun with.</summary>
    public static TrainingRequest Continue(string folder, TrainingRequest request)
    {
        request = request with { Begun = Trainer.SavedOptions(folder, new CheckpointWarnings()) };
        var provenance = Trainer.SavedProvenance(folder);
        var begun = provenance?.GetValueOrDefault("preset");
        if (begun is not null && request.Preset is { } asked && asked != begun)
            throw new CommandException($"{folder}: was begun with --preset {begun}, asked for now is {asked}. Resume with the same one, or begin anew in another folder.");
        if (provenance?.GetValueOrDefault(TrainingPlan.FramingKey) is { } framing)
            request = request with { Pairs = request.Pairs with { Framing = JsonSerializer.Deserialize<FramingOptions>(framing) ?? new FramingOptions() } };
        if (provenance?.GetValueOrDefault(TrainingPlan.DomainsKey) is { } domains)
            request = request with { Domains = request.Domains ?? domains };
        return request with { Preset = request.Preset ?? begun };
    }
}
