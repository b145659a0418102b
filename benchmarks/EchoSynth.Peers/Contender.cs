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

    /// <summary>Variables of the library's process: what it is to leave out.</summary>
    public IReadOnlyList<(string Name, string Value)> Variables { get; init; } = [];

    public static Contender Full { get; } = new("fp32", true);

    public static Contender Mixed { get; } = new("bf16", true) { MixedBFloat16 = true };

    public static Contender AheadOfTime { get; } = new("fp32-published", true) { Published = true };

    public static Contender Eager { get; } = new("eager", false);

    /// <summary>As with the TorchSharp package: neither the library's own kernels nor its allocator's settings.</summary>
    private static readonly IReadOnlyList<(string, string)> s_portable = [("ECHOSYNTH_KERNELS", "portable"), ("ECHOSYNTH_MALLOC", "default")];

    /// <summary>The forms of the library.</summary>
    public static IReadOnlyList<Contender> Library { get; } =
    [
        Full,
        Mixed,
        Full with { Name = "fp32-portable", Variables = s_portable },
        Mixed with { Name = "bf16-portable", Variables = s_portable },
        Full with { Name = "fp32-malloc", Variables = [("ECHOSYNTH_MALLOC", "default")] },
        Full with { Name = "fp32-avx2", Variables = [("ECHOSYNTH_ISA", "avx2")] },
    ];

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

    /// <summary>Whether a text of '--ours' or '--versus' names it: a whole name means that one alone, a part all that have it.</summary>
    public bool IsMeantBy(string text) => Name == text || (Name.Contains(text, StringComparison.Ordinal) && (Ours ? Library : Peers).All(p => p.Name != text));

    /// <summary>Whether a row sets these two side by side: equal precision, and of the library's bfloat16 also the peer's float32 as a user gets it.</summary>
    public bool Meets(Contender peer) => Ours && !peer.Ours && (MixedBFloat16 == peer.MixedBFloat16 || (MixedBFloat16 && peer.Name.StartsWith(Eager.Name, StringComparison.Ordinal) && !peer.Tuned && !peer.Inplace && !peer.ChannelsLast));
}
