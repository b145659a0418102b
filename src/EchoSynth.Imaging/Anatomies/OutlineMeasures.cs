namespace EchoSynth.Imaging.Anatomies;

/// <summary>The measures of <see cref="ShapeTargets"/> from outlines: smooth and quick, so that derivatives can be taken of them. What counts is measured on pixels.</summary>
internal static class OutlineMeasures
{
    private const int Slices = 40;

    /// <summary>In the order of <see cref="ShapeTargets.Values"/>; NaN where the model has no end-systole.</summary>
    public static double[] Of(double[] vector)
    {
        var first = Outline.Read(vector.AsSpan(Outline.Start(0), Outline.Size));
        var last = vector.Length > Outline.Start(1) ? Outline.Read(vector.AsSpan(Outline.Start(1), Outline.Size)) : null;
        var (before, after) = (Volume(first.Endocardium), last is null ? double.NaN : Volume(last.Endocardium));
        return [100 * (before - after) / before, before, after, first.Wall.Average(), Atrium(last ?? first)];
    }

    /// <summary>The same from pixels, by <see cref="AnatomyMeasures"/>; null where one cannot be measured.</summary>
    public static double[]? Of(IReadOnlyList<AnatomyMask> masks)
    {
        var first = AnatomyMeasures.Of(masks[0]);
        var last = masks.Count > 1 ? AnatomyMeasures.Of(masks[1]) : null;
        if (first is not { LvVolumeMl: { } before, WallThicknessMm: { } wall } || (last ?? first).AtrialVolumeMl is not { } atrium)
            return null;
        var after = last is null ? double.NaN : last.LvVolumeMl ?? double.NaN;
        return [100 * (before - after) / before, before, after, wall, atrium];
    }

    /// <summary>Method of discs along the line from the mid-annulus to the farthest landmark, mL.</summary>
    private static double Volume(Point[] endocardium)
    {
        var middle = Point.Between(endocardium[0], endocardium[^1], 0.5);
        var axis = (endocardium.MaxBy(p => (p - middle).Norm) - middle).Unit;
        var local = endocardium.Select(p => new Point(Point.Dot(p - middle, axis), Point.Cross(axis, p - middle))).ToArray();
        var (low, high) = (local.Min(p => p.X), local.Max(p => p.X));
        var (sum, height) = (0.0, (high - low) / Slices);
        for (var s = 0; s < Slices; s++)
        {
            var u = low + ((s + 0.5) * height);
            var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var i = 0; i < local.Length; i++)
            {
                var (a, b) = (local[i], local[(i + 1) % local.Length]);
                if (a.X <= u == b.X <= u)
                    continue;
                var v = a.Z + ((b.Z - a.Z) * (u - a.X) / (b.X - a.X));
                (least, most) = (Math.Min(least, v), Math.Max(most, v));
            }
            sum += most > least ? (most - least) * (most - least) : 0;
        }
        return Math.PI / 4 * sum * height / 1000;
    }

    private static double Atrium(Outline outline)
    {
        var (area, points) = (0.0, outline.Atrium);
        for (var i = 0; i < points.Length; i++)
            area += 0.5 * Point.Cross(points[i], points[(i + 1) % points.Length]);
        var centre = new Point(points.Average(p => p.X), points.Average(p => p.Z));
        var axis = (centre - outline.Annulus).Unit;
        var length = Math.Max(1, points.Max(p => Point.Dot(p - outline.Annulus, axis)));
        return 8 * area * area / (3 * Math.PI * length) / 1000;
    }
}
