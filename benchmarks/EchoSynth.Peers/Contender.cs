namespace EchoSynth.Peers;

/// <summary>One side of a comparison: the library or PyTorch, in one form.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Ours">The library.</param>
internal sealed record Contender(string Name, bool Ours)
{
    /// <summary>bfloat16 products: the library's mixed precision, or torch.autocast.</summary>
    public bool MixedBFloat16 { get; init; }

    public bool ChannelsLast { get; init; }

    public bool Compiled { get; init; }

    /// <summary>What an expert makes of eager PyTorch where nothing is differentiated: SiLU and sums in place.</summary>
    public bool Inplace { get; init; }

    /// <summary>What hardly a user does: that, upsampling by interpolation, a batch's adaptive norm as one, and a C library that keeps its pages.</summary>
    public bool Tuned { get; init; }

    /// <summary>Another network than the case's: how long the peer's takes for an image of the same size.</summary>
    public PeerNetwork? Network { get; init; }

    /// <summary>The library as an application that is handed on has it: compiled ahead of time (PublishReadyToRun).</summary>
    public bool Published { get; init; }

    public static Contender Full { get; } = new("fp32", true);

    public static Contender Mixed { get; } = new("bf16", true) { MixedBFloat16 = true };

    public static Contender AheadOfTime { get; } = new("fp32-published", true) { Published = true };

    public static Contender Eager { get; } = new("eager", false);

    /// <summary>The forms of the peer; eager first, with whose images all others are compared.</summary>
    public static IReadOnlyList<Contender> Peers { get; } =
    [
        Eager,
        new("eager-channels-last", false) { ChannelsLast = true },
        new("eager-bf16", false) { MixedBFloat16 = true },
        new("eager-inplace", false) { Inplace = true },
        new("eager-tuned", false) { Tuned = true },
        new("compiled", false) { Compiled = true },
        new("compiled-bf16-channels-last", false) { Compiled = true, ChannelsLast = true, MixedBFloat16 = true },
    ];

    /// <summary>Whether a text of '--versus' names it: a whole name means that one alone, a part all that have it.</summary>
    public bool IsMeantBy(string text) => Name == text || (Name.Contains(text, StringComparison.Ordinal) && Peers.All(p => p.Name != text));

    /// <summary>Whether a row sets these two side by side: equal precision, and of the library's bfloat16 also the peer's float32 as a user gets it.</summary>
    public bool Meets(Contender peer) => Ours && !peer.Ours && (MixedBFloat16 == peer.MixedBFloat16 || (MixedBFloat16 && peer.Name.StartsWith(Eager.Name, StringComparison.Ordinal) && !peer.Tuned && !peer.Inplace && !peer.ChannelsLast));
}
