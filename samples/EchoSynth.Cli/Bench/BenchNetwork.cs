using EchoSynth.Speed;

namespace EchoSynth.Cli.Bench;

/// <summary>What was measured of one model; parts that a stopped run did not come to are null.</summary>
internal sealed record BenchNetwork(string Name, int Size)
{
    public required SamplingSpeed Sampling { get; init; }

    /// <summary>Most resident memory of the process while it drew, bytes; null where it is not known.</summary>
    public long? SamplingMemory { get; init; }

    /// <summary>Seconds in which image and mask are encoded, written and flushed to the disk of the temporary folder.</summary>
    public Timing? Writing { get; init; }

    /// <summary>Seconds in which both are read back, from memory as a rule.</summary>
    public Timing? Reading { get; init; }

    public TrainingSpeed? Training { get; init; }

    /// <summary>Most resident memory of the process while it trained, bytes; null where it is not known.</summary>
    public long? TrainingMemory { get; init; }
}
