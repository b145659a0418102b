namespace EchoSynth.Imaging.Datasets;

/// <summary>How <see cref="EchoDatasetExtensions.Inspect"/> looks at a data set.</summary>
public sealed record InspectOptions
{
    /// <summary>How many items are loaded at most, spread evenly over the set; at least 1. Names, views, phases, splits and patients are counted of all.</summary>
    /// <value>The default value is <see langword="null"/>: every item.</value>
    public int? Limit { get; init; }

    /// <summary>Threads at most, 1…1024; 0 for one per core. The result does not depend on it.</summary>
    /// <value>The default value is 0.</value>
    public int MaxThreads { get; init; }

    internal void Validate()
    {
        if (Limit < 1)
            throw new ArgumentException(FormattableString.Invariant($"{nameof(Limit)} is {Limit}; it must be at least 1, or null for every item."));
        if (MaxThreads is < 0 or > 1024)
            throw new ArgumentException(FormattableString.Invariant($"{nameof(MaxThreads)} is {MaxThreads}; it must be 0…1024."));
    }
}
