namespace EchoSynth.Fuzz;

/// <summary>What came of many cases.</summary>
/// <param name="Cases">How many ran to their end.</param>
/// <param name="Accepted">Those of which the input was read.</param>
/// <param name="Findings">Those with a finding.</param>
/// <param name="Slowest">The slowest, ticks of 100 ns.</param>
/// <param name="Allocated">The most bytes that one allocated.</param>
/// <param name="Ratio">The most bytes allocated for one byte of input, of those that allocated more than 1 MiB.</param>
internal sealed record Tally(long Cases, long Accepted, long Findings, long Slowest, long Allocated, double Ratio)
{
    public static Tally None { get; } = new(0, 0, 0, 0, 0, 0);

    public long Refused => Cases - Accepted - Findings;

    public static Tally Of(CaseResult one) => new(1, one.Finding is null && one.Accepted ? 1 : 0, one.Finding is null ? 0 : 1, one.Elapsed.Ticks, one.Allocated,
        one.Allocated > 1 << 20 ? (double)one.Allocated / Math.Max(1, one.Size) : 0);

    public Tally With(Tally other) => new(Cases + other.Cases, Accepted + other.Accepted, Findings + other.Findings,
        Math.Max(Slowest, other.Slowest), Math.Max(Allocated, other.Allocated), Math.Max(Ratio, other.Ratio));
}
