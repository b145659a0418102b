namespace EchoSynth.Imaging.Framing;

/// <summary>Where each pixel of a new grid lies in its source along one axis: first source pixel and weights.</summary>
/// <param name="Count">Pixels of the source.</param>
/// <param name="Step">Their spacing, mm.</param>
/// <param name="Origin">Where the new grid begins, mm from the source's beginning; edges, not centres.</param>
/// <param name="NewCount">Pixels of the new grid.</param>
/// <param name="NewStep">Their spacing, mm.</param>
internal readonly record struct AxisMap(int Count, double Step, double Origin, int NewCount, double NewStep)
{
    /// <summary>The way back: from the new grid onto the source's.</summary>
    public AxisMap Inverse => new(NewCount, NewStep, -Origin, Count, Step);

    /// <summary>For images: the share of area where pixels grow, bilinear where they shrink.</summary>
    public (int First, double[] Weights)[] Smooth() => Taps((low, width, count) => width < 1 ? Bilinear(low + width / 2, count) : Area(low, low + width, count));

    /// <summary>For labels: always the share of area.</summary>
    public (int First, double[] Weights)[] Areas() => Taps((low, width, count) => Area(low, low + width, count));

    /// <summary>For labels: the one pixel that the centre falls into.</summary>
    public (int First, double[] Weights)[] Nearest() => Taps((low, width, count) => Math.Floor(low + width / 2) is var i && i >= 0 && i < count ? ((int)i, [1.0]) : (0, []));

    private (int First, double[] Weights)[] Taps(Func<double, double, int, (int, double[])> tap)
    {
        // In source pixels, whose edges lie at 0, 1, … Count.
        var (start, width) = (Origin / Step, NewStep / Step);
        // An axis that fits exactly must do so despite rounding.
        if (Math.Abs(start) < 1e-9 * Count && Math.Abs(NewCount * width - Count) < 2e-9 * Count)
            (start, width) = (0, (double)Count / NewCount);
        var taps = new (int, double[])[NewCount];
        for (var i = 0; i < taps.Length; i++)
            taps[i] = tap(start + i * width, width, Count);
        return taps;
    }

    private static (int First, double[] Weights) Area(double low, double high, int count)
    {
        var (from, to) = (Math.Max(0, low), Math.Min(count, high));
        if (to - from <= 1e-9 * (high - low))
            return (0, []);
        var first = Math.Min((int)from, count - 1);
        var weights = new double[Math.Max(1, (int)Math.Ceiling(to - 1e-9) - first)];
        for (var k = 0; k < weights.Length; k++)
            weights[k] = Math.Max(0, Math.Min(to, first + k + 1) - Math.Max(from, first + k)) / (high - low);
        return (first, weights);
    }

    private static (int First, double[] Weights) Bilinear(double centre, int count)
    {
        if (centre < 0 || centre > count)
            return (0, []);
        var position = Math.Clamp(centre - 0.5, 0, count - 1);
        var first = Math.Min((int)position, Math.Max(0, count - 2));
        return count == 1 ? (0, [1.0]) : (first, [1 - (position - first), position - first]);
    }
}
