namespace EchoSynth.Soak;

/// <summary>What a soak does, and what it lets pass.</summary>
internal sealed record SoakOptions
{
    /// <summary>The model folder; empty for the Studio's own.</summary>
    public string Model { get; init; } = "";

    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Good requests, and a quarter of it bad ones, before which it does not end: on a busy machine it takes longer, at most ten times as long.</summary>
    public int Fewest { get; init; }

    public int Clients { get; init; } = 8;

    public int Threads { get; init; } = 1;

    /// <summary>Share of the time after which memory must not grow any more.</summary>
    public double WarmUpShare { get; init; } = 0.3;

    /// <summary>Growth between the first and the last quarter after warm-up that is let pass: the collector's moods.</summary>
    public double GrowthShare { get; init; } = 0.05;
}
