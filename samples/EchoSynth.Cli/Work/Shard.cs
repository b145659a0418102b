using System.Globalization;

namespace EchoSynth.Cli.Work;

/// <summary>Part i of n of a list, i from 1: every n-th item.</summary>
internal sealed record Shard(int Index, int Count)
{
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>What distinguishes its files from those of other shards; empty for the whole.</summary>
    public string Suffix => Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{Index}-of-{Count}");

    public IEnumerable<T> Of<T>(IEnumerable<T> items) => items.Where((_, i) => i % Count == Index - 1);

    /// <returns>Null when the text is not "i/n" with 1 ≤ i ≤ n.</returns>
    public static Shard? Parse(string text) =>
        text.Split('/') is [var i, var n]
        && int.TryParse(i, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && index >= 1 && index <= count ? new Shard(index, count) : null;
}
