namespace EchoSynth.Imaging.Datasets;

/// <summary>Which pixels lie in a polygon: those whose centre, at whole coordinates, is inside by the even-odd rule or on an edge; as skimage.draw.polygon has it.</summary>
/// <remarks>Exact for whole coordinates. The polygon is closed by itself and may reach beyond the image.</remarks>
internal static class PolygonFill
{
    /// <summary>More corners than a traced contour could have.</summary>
    public const int MaximalCorners = 10_000;

    /// <returns>Row-major [height × width]: true inside.</returns>
    /// <exception cref="ArgumentException">Too many corners, or one that is no finite number.</exception>
    public static bool[] Fill(ReadOnlySpan<(double X, double Y)> points, int width, int height)
    {
        if (points.Length > MaximalCorners)
            throw new ArgumentException($"The outline has {points.Length} corners; at most {MaximalCorners} are filled.", nameof(points));
        foreach (var (x, y) in points)
        {
            if (!double.IsFinite(x) || !double.IsFinite(y))
                throw new ArgumentException("A corner of the outline is no finite number.", nameof(points));
        }
        var pixels = new byte[checked(width * height)];
        if (points.Length >= 3)
            Fill(points, width, height, pixels, 1);
        return Array.ConvertAll(pixels, p => p != 0);
    }

    /// <param name="points">The corners in order.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">Row-major; those inside become <paramref name="value"/>, the others stay.</param>
    /// <param name="value">What to set.</param>
    public static void Fill(ReadOnlySpan<(double X, double Y)> points, int width, int height, Span<byte> pixels, byte value)
    {
        var crossings = new List<double>();
        for (var y = 0; y < height; y++)
        {
            var row = pixels.Slice(y * width, width);
            for (var i = 0; i < points.Length; i++)
            {
                var (a, b) = (points[i], points[(i + 1) % points.Length]);
                if (a.Y == y && b.Y == y)
                    Set(row, Math.Min(a.X, b.X), Math.Max(a.X, b.X), value);
                else if (a.Y == y)
                    // A corner that points up or down, which the half-open rule of the crossings leaves out.
                    Set(row, a.X, a.X, value);
            }
            Crossings(points, y, crossings);
            for (var i = 0; i + 1 < crossings.Count; i += 2)
                Set(row, crossings[i], crossings[i + 1], value);
        }
    }

    /// <summary>Where the outline crosses a line of one Y, in order: two by two the ends of what is inside.</summary>
    /// <param name="points">The corners in order.</param>
    /// <param name="y">The line.</param>
    /// <param name="crossings">Emptied and filled.</param>
    public static void Crossings(ReadOnlySpan<(double X, double Y)> points, double y, List<double> crossings)
    {
        crossings.Clear();
        for (var i = 0; i < points.Length; i++)
        {
            var (a, b) = (points[i], points[(i + 1) % points.Length]);
            if (a.Y <= y != b.Y <= y)
                crossings.Add(a.X + ((y - a.Y) * (b.X - a.X) / (b.Y - a.Y)));
        }
        crossings.Sort();
    }

    /// <summary>The area within, pixels²; where the outline crosses itself, parts count against each other.</summary>
    public static double Area(ReadOnlySpan<(double X, double Y)> points)
    {
        var sum = 0.0;
        for (var i = 0; i < points.Length; i++)
        {
            var (a, b) = (points[i], points[(i + 1) % points.Length]);
            sum += (a.X * b.Y) - (b.X * a.Y);
        }
        return 0.5 * Math.Abs(sum);
    }

    private static void Set(Span<byte> row, double from, double to, byte value)
    {
        var (first, last) = (Math.Max(0, Math.Ceiling(from)), Math.Min(row.Length - 1, Math.Floor(to)));
        if (first <= last)
            row[(int)first..((int)last + 1)].Fill(value);
    }
}
