namespace EchoSynth.Imaging.Anatomies;

/// <summary>The outer boundary of a region of pixels: the middles of its pixel sides in mm, clockwise on the image, and what lies beyond each.</summary>
internal sealed class RegionContour
{
    /// <summary>What <see cref="Beyond"/> says of the image's edge.</summary>
    public const int Edge = -1;

    private RegionContour(Point[] points, int[] beyond, double[] lengths) => (Points, Beyond, Lengths) = (points, beyond, lengths);

    public Point[] Points { get; }

    /// <summary>The label of the pixel on the other side.</summary>
    public int[] Beyond { get; }

    /// <summary>The length of each pixel side, mm.</summary>
    public double[] Lengths { get; }

    public int Count => Points.Length;

    /// <param name="region">One group of pixels, at least one.</param>
    /// <param name="labels">What its neighbours are.</param>
    /// <param name="width">Columns.</param>
    /// <param name="spacing">Pixel spacing, mm.</param>
    public static RegionContour Trace(bool[] region, ReadOnlySpan<byte> labels, int width, PixelSpacing spacing)
    {
        var height = region.Length / width;
        var (points, beyond, lengths) = (new List<Point>(), new List<int>(), new List<double>());
        bool Inside(int x, int y) => (uint)x < (uint)width && (uint)y < (uint)height && region[(y * width) + x];

        var first = Array.IndexOf(region, true);
        var (startX, startY) = (first % width, first / width);
        var (cx, cy, direction) = (startX, startY, 0);
        do
        {
            // Walking along pixel sides with the region on the right hand: 0 right, 1 down, 2 left, 3 up.
            var (dx, dy) = Step(direction);
            var (ox, oy) = direction switch { 0 => (cx, cy - 1), 1 => (cx, cy), 2 => (cx - 1, cy), _ => (cx - 1, cy - 1) };
            points.Add(new Point((cx + (0.5 * dx) - (0.5 * width)) * spacing.X, (cy + (0.5 * dy)) * spacing.Y));
            beyond.Add((uint)ox < (uint)width && (uint)oy < (uint)height ? labels[(oy * width) + ox] : Edge);
            lengths.Add(dx != 0 ? spacing.X : spacing.Y);
            (cx, cy) = (cx + dx, cy + dy);
            var (aheadLeft, aheadRight) = direction switch
            {
                0 => (Inside(cx, cy - 1), Inside(cx, cy)),
                1 => (Inside(cx, cy), Inside(cx - 1, cy)),
                2 => (Inside(cx - 1, cy), Inside(cx - 1, cy - 1)),
                _ => (Inside(cx - 1, cy - 1), Inside(cx, cy - 1)),
            };
            direction = !aheadRight ? (direction + 1) & 3 : aheadLeft ? (direction + 3) & 3 : direction;
        }
        while ((cx, cy, direction) != (startX, startY, 0));
        return new RegionContour([.. points], [.. beyond], [.. lengths]);
    }

    /// <summary>The points from one index to another, clockwise, both included.</summary>
    public Point[] Arc(int from, int to)
    {
        var count = ((to - from + Count) % Count) + 1;
        return [.. Enumerable.Range(0, count).Select(i => Points[(from + i) % Count])];
    }

    /// <summary>The index of the point nearest to a place.</summary>
    public int Nearest(Point place)
    {
        var best = 0;
        for (var i = 1; i < Count; i++)
        {
            if ((Points[i] - place).Norm < (Points[best] - place).Norm)
                best = i;
        }
        return best;
    }

    private static (int X, int Y) Step(int direction) => direction switch { 0 => (1, 0), 1 => (0, 1), 2 => (-1, 0), _ => (0, -1) };
}
