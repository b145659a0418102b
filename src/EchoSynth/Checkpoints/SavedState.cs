using System.Text.Json;
using EchoSynth.Training;

namespace EchoSynth.Checkpoints;

/// <summary>The content of a checkpoint's state.json.</summary>
internal sealed record SavedState
{
    public int Version { get; init; } = 1;

    public required long Step { get; init; }

    public required IReadOnlyList<long> DenoiserOptimizerSteps { get; init; }

    public required IReadOnlyList<long> DiscriminatorOptimizerSteps { get; init; }

    public required TrainerOptions Options { get; init; }

    public TrainingMarks Marks { get; init; } = new();

    /// <summary>What the model's config.json would say: network, schedule, mask encoding.</summary>
    public JsonElement? Model { get; init; }

    public string? Data { get; init; }

    /// <summary>The model's, for people and programs that go on with it.</summary>
    public IReadOnlyDictionary<string, string> Provenance { get; init; } = new Dictionary<string, string>();

    /// <summary>Null where there was none.</summary>
    public string? DiscriminatorKind { get; init; }

    public JsonElement? Discriminator { get; init; }

    /// <summary>SHA-256 of each file beside it.</summary>
    public required IReadOnlyDictionary<string, string> Checksums { get; init; }
}
