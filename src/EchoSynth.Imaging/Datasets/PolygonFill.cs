namespace EchoSynth.Imaging.Datasets;

/// <summary>The pixels inside a polygon: those whose centre (x, y whole numbers) is inside by the even-odd rule.</summary>
/// <remarks>A row is cut at its centre's height, half-open edges, so that pieces that share an edge share no pixel and leave none out. Vertices may lie anywhere, beyond the frame too.</remarks>
internal static class PolygonFill
{
    /// <summary>More vertices than a traced contour could have.</summary>
    public const int MaximalVertices = 100_000;

    /// <param name="polygon">Vertices in pixels, the centre of the first pixel at (0, 0); the last joins the first. Fewer than three enclose nothing.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <returns>Row-major [height × width].</returns>
    /// <exception cref="ArgumentException">Too many vertices, or one that is no finite number.</exception>
    internal static bool[] Fill(ReadOnlySpan<(double X, double Y)> polygon, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (polygon.Length > MaximalVertices)
            throw new ArgumentException($"The polygon has {polygon.Length} vertices; at most {MaximalVertices} are filled.", nameof(polygon));
        var (top, bottom) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var (x, y) in polygon)
        {
            if (!double.IsFinite(x) || !double.IsFinite(y))
                throw new ArgumentException("A vertex of the polygon is no finite number.", nameof(polygon));
            (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
        }
        var inside = new bool[checked(width * height)];
        if (polygon.Length < 3)
            return inside;
        var crossings = new List<double>();
        for (var row = (int)Math.Clamp(Math.Ceiling(top), 0, height); row < height && row <= bottom; row++)
        {
            crossings.Clear();
            for (int i = 0, last = polygon.Length - 1; i < polygon.Length; last = i++)
            {
                var (a, b) = (polygon[last], polygon[i]);
                if (a.Y <= row == b.Y <= row)
                    continue;
                // The same end first whichever way the edge is walked: neighbours that share it cut it at the same point.
                if (a.Y > b.Y)
                    (a, b) = (b, a);
                crossings.Add(a.X + ((row - a.Y) / (b.Y - a.Y) * (b.X - a.X)));
            }
            crossings.Sort();
            for (var i = 0; i + 1 < crossings.Count; i += 2)
            {
                var first = (int)Math.Clamp(Math.Ceiling(crossings[i]), 0, width);
                var end = (int)Math.Clamp(Math.Ceiling(crossings[i + 1]), 0, width);
                if (end > first)
                    inside.AsSpan((row * width) + first, end - first).Fill(true);
            }
        }
        return inside;
    }
}
