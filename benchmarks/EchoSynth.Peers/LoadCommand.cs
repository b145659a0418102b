namespace EchoSynth.Peers;

/// <summary>The first command to a worker of either side.</summary>
internal sealed record LoadCommand
{
    public string Command { get; init; } = "load";

    /// <summary>The case's folder.</summary>
    public required string Case { get; init; }

    /// <summary>sample or train</summary>
    public required string What { get; init; }

    public required string Network { get; init; }

    public required string Device { get; init; }

    public required int Threads { get; init; }

    /// <summary>Images of a call, where it samples.</summary>
    public int Images { get; init; }

    /// <summary>Steps from one R1 penalty to the next, where it trains.</summary>
    public int Interval { get; init; }

    public bool Bf16 { get; init; }

    public bool ChannelsLast { get; init; }

    public bool Compile { get; init; }

    public bool Inplace { get; init; }

    public bool Tuned { get; init; }
}
