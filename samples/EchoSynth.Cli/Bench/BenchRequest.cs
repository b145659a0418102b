using EchoSynth.Sampling;

namespace EchoSynth.Cli.Bench;

/// <summary>What 'bench' is to measure.</summary>
internal sealed record BenchRequest
{
    /// <summary>Presets by name; of no account with <see cref="Model"/>.</summary>
    public required IReadOnlyList<string> Presets { get; init; }

    /// <summary>A model folder instead of presets.</summary>
    public string? Model { get; init; }

    /// <summary>Images timed of each at most.</summary>
    public required int Images { get; init; }

    /// <summary>Seconds in all, about.</summary>
    public required int Seconds { get; init; }

    /// <summary>How images are drawn.</summary>
    public required SamplerOptions Sampling { get; init; }

    /// <summary>Where the figures go as JSON; "-" for standard output alone.</summary>
    public string? Json { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }
}
