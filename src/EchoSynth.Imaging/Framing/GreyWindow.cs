namespace EchoSynth.Imaging.Framing;

/// <summary>Percentiles of the greys in a region.</summary>
internal static class GreyWindow
{
    /// <returns>The greys that become 0 and 1; (0, 1) where they would coincide.</returns>
    public static (double Black, double White) Of(ReadOnlySpan<float> pixels, bool[] region, double? low, double? high)
    {
        if (low is null && high is null)
            return (0, 1);
        var greys = new List<float>();
        for (var i = 0; i < region.Length; i++)
        {
            if (region[i])
                greys.Add(pixels[i]);
        }
        greys.Sort();
        var black = low is { } l ? At(greys, l) : 0;
        var white = high is { } h ? At(greys, h) : 1;
        return white - black > 1e-6 ? (black, white) : (0, 1);
    }

    /// <summary>Linear between the ranks, as numpy's default.</summary>
    private static double At(List<float> sorted, double percentile)
    {
        var position = percentile / 100 * (sorted.Count - 1);
        var first = (int)position;
        var next = Math.Min(first + 1, sorted.Count - 1);
        return sorted[first] + (position - first) * ((double)sorted[next] - sorted[first]);
    }
}
