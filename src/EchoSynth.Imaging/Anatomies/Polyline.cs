namespace EchoSynth.Imaging.Anatomies;

/// <summary>Open lines of points: smoothing, equal spacing, refinement.</summary>
internal static class Polyline
{
    /// <summary>Points at equal distances along the line, its ends included.</summary>
    public static Point[] Resample(IReadOnlyList<Point> line, int count)
    {
        var along = new double[line.Count];
        for (var i = 1; i < along.Length; i++)
            along[i] = along[i - 1] + (line[i] - line[i - 1]).Norm;
        var result = new Point[count];
        for (var (k, i) = (0, 0); k < count; k++)
        {
            var at = along[^1] * k / (count - 1);
            while (i < line.Count - 2 && along[i + 1] < at)
                i++;
            var length = along[i + 1] - along[i];
            result[k] = Point.Between(line[i], line[i + 1], length > 0 ? Math.Clamp((at - along[i]) / length, 0, 1) : 0);
        }
        return result;
    }

    /// <summary>Weights each point with its neighbours by a binomial filter, so often that its width is about the given one; the ends stay.</summary>
    /// <param name="line">The line.</param>
    /// <param name="deviation">Standard deviation of the smoothing along the line, mm.</param>
    public static Point[] Smooth(IReadOnlyList<Point> line, double deviation)
    {
        var (current, next) = (line.ToArray(), line.ToArray());
        var length = 0.0;
        for (var i = 1; i < line.Count; i++)
            length += (line[i] - line[i - 1]).Norm;
        var step = Math.Max(length / Math.Max(1, line.Count - 1), 1e-9);
        // One pass of (¼, ½, ¼) has a variance of half a step².
        var passes = (int)Math.Clamp(Math.Ceiling(2 * deviation * deviation / (step * step)), 1, 200);
        for (var pass = 0; pass < passes; pass++)
        {
            for (var i = 1; i < current.Length - 1; i++)
                next[i] = (0.25 * current[i - 1]) + (0.5 * current[i]) + (0.25 * current[i + 1]);
            (current, next) = (next, current);
        }
        return current;
    }

    /// <summary>A Catmull-Rom curve through the points, each piece cut in <paramref name="parts"/>.</summary>
    public static Point[] Refine(IReadOnlyList<Point> line, int parts)
    {
        var result = new Point[((line.Count - 1) * parts) + 1];
        for (var i = 0; i < line.Count - 1; i++)
        {
            var (b, c) = (line[i], line[i + 1]);
            var a = i > 0 ? line[i - 1] : (2 * b) - c;
            var d = i < line.Count - 2 ? line[i + 2] : (2 * c) - b;
            for (var k = 0; k < parts; k++)
            {
                var t = (double)k / parts;
                result[(i * parts) + k] = (0.5 * (((2 * b) + (t * (c - a))) + (t * t * ((2 * a) - (5 * b) + (4 * c) - d)))) + (0.5 * t * t * t * ((3 * b) - a - (3 * c) + d));
            }
        }
        result[^1] = line[^1];
        return result;
    }

    /// <summary>Outward direction at each point of a line that has the inside on its right.</summary>
    public static Point[] Normals(IReadOnlyList<Point> line) =>
        [.. Enumerable.Range(0, line.Count).Select(i => (line[Math.Min(i + 1, line.Count - 1)] - line[Math.Max(i - 1, 0)]).Left.Unit)];

    /// <summary>Whether the line, closed from its end to its start, crosses itself.</summary>
    public static bool CrossesItself(IReadOnlyList<Point> line)
    {
        var n = line.Count;
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 2; j < n; j++)
            {
                if ((j + 1) % n != i && Cross(line[i], line[(i + 1) % n], line[j], line[(j + 1) % n]))
                    return true;
            }
        }
        return false;
    }

    private static bool Cross(Point a, Point b, Point c, Point d) =>
        Point.Cross(b - a, c - a) * Point.Cross(b - a, d - a) < 0 && Point.Cross(d - c, a - c) * Point.Cross(d - c, b - c) < 0;
}
