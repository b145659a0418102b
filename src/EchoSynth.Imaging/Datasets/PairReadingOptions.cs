namespace EchoSynth.Imaging.Datasets;

/// <summary>How <see cref="PairReading"/> goes through a data set.</summary>
public sealed record PairReadingOptions
{
    /// <summary>The items; in this order where they are not shuffled.</summary>
    /// <value>The default value is null: all of the data set.</value>
    public IReadOnlyList<EchoItem>? Items { get; init; }

    /// <summary>The seed from which each round's order is drawn: a new one every round, the same on every machine.</summary>
    /// <value>The default value is null: in order.</value>
    public ulong? ShuffleSeed { get; init; }

    /// <summary>How often all items come, at least 1; null for without end.</summary>
    /// <value>The default value is 1.</value>
    public int? Rounds { get; init; } = 1;

    /// <summary>Pairs that are read ahead, on the thread pool, 1…1024: what is in memory at most.</summary>
    /// <value>The default value is twice the number of processors.</value>
    public int Ahead { get; init; } = Math.Min(1024, 2 * Environment.ProcessorCount);

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">One or more are out of range; the message names each.</exception>
    public void Validate() => new Phantoms.ParameterCheck("Reading pairs")
        .Range(nameof(Rounds), Rounds ?? 1, 1, int.MaxValue, "")
        .Range(nameof(Ahead), Ahead, 1, 1024, "")
        .ThrowIfAny("options");
}
