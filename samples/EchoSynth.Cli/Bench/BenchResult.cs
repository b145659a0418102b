using EchoSynth.Speed;

namespace EchoSynth.Cli.Bench;

/// <summary>What was measured so far: a run may be stopped at any moment.</summary>
internal sealed class BenchResult
{
    /// <summary>The machine, name and value.</summary>
    public required IReadOnlyList<(string Name, string Value)> Machine { get; init; }

    public MachinePeak? Peak { get; set; }

    public List<BenchNetwork> Networks { get; } = [];

    /// <summary>Share of the processors' time that other programs took meanwhile, 0…1; null where it is not known.</summary>
    public double? Others { get; set; }

    /// <summary>Whether all that was asked for is there.</summary>
    public bool Complete { get; set; }
}
