namespace EchoSynth.Peers;

/// <summary>The library beside one form of the peer: a line of the table, an entry of peers.json.</summary>
internal sealed record Row
{
    /// <summary>The case, and the library's form: "sample-ncsnpp-128-n1-fp32".</summary>
    public required string Case { get; init; }

    public required string Device { get; init; }

    /// <summary>Peer's seconds over the library's, the median over the rounds.</summary>
    public required double Ratio { get; init; }

    /// <summary>The lowest of a round.</summary>
    public required double Low { get; init; }

    /// <summary>The highest of a round.</summary>
    public required double High { get; init; }

    /// <summary>Rounds.</summary>
    public required int Runs { get; init; }

    /// <summary>The peer's form.</summary>
    public required string Versus { get; init; }

    /// <summary>The library's seconds, median.</summary>
    public required double Seconds { get; init; }

    /// <summary>The peer's seconds, median.</summary>
    public required double VersusSeconds { get; init; }

    /// <summary>The most memory of the library's process, MiB; null where unknown.</summary>
    public double? PeakMiB { get; init; }

    /// <summary>Of the peer's process.</summary>
    public double? VersusPeakMiB { get; init; }

    /// <summary>GPU memory of the library's process, MiB; null where unknown.</summary>
    public double? DeviceMiB { get; init; }

    /// <summary>Of the peer's process.</summary>
    public double? VersusDeviceMiB { get; init; }

    /// <summary>Images: the largest difference, in the network's range [−1, 1]. Trainings: that of the first two steps' losses, over the loss where it is above 1. Null between different networks.</summary>
    public double? Difference { get; init; }

    /// <summary>Trainings: the largest difference of a loss in any step, over the loss where it is above 1. Two sums that round otherwise drift apart.</summary>
    public double? Drift { get; init; }

    /// <summary>Images: PSNR between the two, dB; null where they are equal, or not of one network.</summary>
    public double? Psnr { get; init; }

    public required int Threads { get; init; }

    /// <summary>The library's libtorch, and the peer's; null for a cold start.</summary>
    public string? Torch { get; init; }
}
