using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Imaging.Privacy;

/// <summary>What <see cref="NearestNeighbours"/> looks for.</summary>
public sealed record NearestOptions
{
    /// <summary>Neighbours of each point, 1…100; fewer where the reference set is smaller.</summary>
    /// <value>The default value is 5.</value>
    public int Neighbours { get; init; } = 5;

    /// <summary>Whether queries and references are one set, in the same order: a point is then no neighbour of itself.</summary>
    /// <value>The default value is false.</value>
    public bool ExcludeSame { get; init; }

    /// <summary>Threads at most; 0 for one per core. The result does not depend on it.</summary>
    /// <value>The default value is 0.</value>
    public int MaxThreads { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">One or more are out of range; the message names each.</exception>
    public void Validate() => new ParameterCheck("Nearest neighbours")
        .Range(nameof(Neighbours), Neighbours, 1, 100, "")
        .Range(nameof(MaxThreads), MaxThreads, 0, 1024, "")
        .ThrowIfAny("options");
}
