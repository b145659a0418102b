namespace EchoSynth.Imaging.Distributions;

/// <summary>Divides images into two halves of about the same size, no patient in both.</summary>
internal static class RealHalves
{
    public static (int[] First, int[] Second) Draw(int count, IReadOnlyList<string>? patients, int seed)
    {
        var groups = patients is null
            ? Enumerable.Range(0, count).Select(i => new[] { i }).ToArray()
            : Enumerable.Range(0, count).GroupBy(i => patients[i], StringComparer.Ordinal).Select(g => g.ToArray()).ToArray();
        new Random(seed).Shuffle(groups);
        // The largest first, in the drawn order among equals, each to the smaller half.
        var (first, second) = (new List<int>(), new List<int>());
        foreach (var group in groups.OrderByDescending(g => g.Length))
            (first.Count <= second.Count ? first : second).AddRange(group);
        return ([.. first.Order()], [.. second.Order()]);
    }
}
