using System.Globalization;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Training;

namespace EchoSynth.Cli.Work;

/// <summary>What was asked of a training; null where the preset decides.</summary>
internal sealed record TrainingRequest
{
    public string? Preset { get; init; }

    public long? Images { get; init; }

    public int? Batch { get; init; }

    public long? Seed { get; init; }

    public string Device { get; init; } = "auto";

    public int Threads { get; init; }

    public TrainingPlan Plan(IReadOnlyList<EchoItem> items)
    {
        var preset = ModelPreset.ByName(Preset ?? ModelPreset.Small64.Name);
        var options = preset.Training with
        {
            Images = Images ?? preset.Training.Images,
            BatchSize = Batch ?? preset.Training.BatchSize,
            Seed = Seed ?? 0,
        };
        return new TrainingPlan(preset, options, items, Device, Threads);
    }
}

/// <summary>A training with nothing left to decide.</summary>
internal sealed record TrainingPlan(ModelPreset Preset, TrainerOptions Options, IReadOnlyList<EchoItem> Items, string Device, int Threads)
{
    /// <summary>Kept in config.json, for people and for going on with the same options.</summary>
    public Dictionary<string, string> Provenance() => new()
    {
        ["preset"] = Preset.Name,
        ["images"] = Options.Images.ToString(CultureInfo.InvariantCulture),
        ["batch"] = Options.BatchSize.ToString(CultureInfo.InvariantCulture),
        ["seed"] = Options.Seed.ToString(CultureInfo.InvariantCulture),
        ["pairs"] = Items.Count.ToString(CultureInfo.InvariantCulture),
    };
}
