using System.Globalization;

namespace EchoSynth.Synthesis;

/// <summary>Part i of n of a job, i from 1: every n-th image, so that parts take equally long. All parts together are the whole.</summary>
public sealed record Shard
{
    /// <summary>Part <paramref name="index"/> of <paramref name="count"/>, both as people count, from 1.</summary>
    /// <param name="index">1…<paramref name="count"/>.</param>
    /// <param name="count">At least 1.</param>
    public Shard(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(index, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, count);
        (Index, Count) = (index, count);
    }

    /// <summary>The only part of one.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Which part, from 1.</summary>
    public int Index { get; }

    /// <summary>How many parts.</summary>
    public int Count { get; }

    /// <summary>Whether there is but one part.</summary>
    public bool IsWhole => Count == 1;

    /// <summary>What distinguishes its files from those of other shards, such as "-2-of-8"; empty for the whole.</summary>
    public string Suffix => IsWhole ? "" : string.Create(CultureInfo.InvariantCulture, $"-{Index}-of-{Count}");

    /// <summary>Whether image number <paramref name="index"/>, from 0, belongs to this part.</summary>
    public bool Has(long index) => index % Count == Index - 1;

    /// <summary>Reads "i/n".</summary>
    /// <returns>Null when the text is not "i/n" with 1 ≤ i ≤ n.</returns>
    public static Shard? Parse(string text) =>
        text?.Split('/') is [var i, var n]
        && int.TryParse(i, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && index >= 1 && index <= count ? new Shard(index, count) : null;

    /// <summary>"i/n".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
