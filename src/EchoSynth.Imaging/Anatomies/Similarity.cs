namespace EchoSynth.Imaging.Anatomies;

/// <summary>A turn, a scale and a shift: p ↦ (A p) + shift with A = [[Cosine, −Sine], [Sine, Cosine]], the scale in it.</summary>
internal readonly record struct Similarity(double Cosine, double Sine, Point Shift)
{
    public double Scale => Math.Sqrt((Cosine * Cosine) + (Sine * Sine));

    /// <summary>Whether it turns by at most 45°.</summary>
    public bool IsUpright => Cosine > Math.Abs(Sine);

    /// <summary>The one that brings points nearest to others in the least-squares sense; without scaling unless asked for.</summary>
    public static Similarity Fit(IReadOnlyList<Point> from, IReadOnlyList<Point> to, bool scale)
    {
        var n = from.Count;
        var (a, b) = (Mean(from), Mean(to));
        var (cosine, sine, square) = (0.0, 0.0, 0.0);
        for (var i = 0; i < n; i++)
        {
            var (p, q) = (from[i] - a, to[i] - b);
            cosine += Point.Dot(p, q);
            sine += Point.Cross(p, q);
            square += Point.Dot(p, p);
        }
        var norm = scale ? square : Math.Sqrt((cosine * cosine) + (sine * sine));
        if (!(norm > 0))
            return new Similarity(1, 0, b - a);
        (cosine, sine) = (cosine / norm, sine / norm);
        return new Similarity(cosine, sine, b - new Similarity(cosine, sine, default).Apply(a));
    }

    public Point Apply(Point p) => new Point((Cosine * p.X) - (Sine * p.Z), (Sine * p.X) + (Cosine * p.Z)) + Shift;

    public Point Undo(Point p)
    {
        var (q, square) = (p - Shift, Scale * Scale);
        return new Point(((Cosine * q.X) + (Sine * q.Z)) / square, ((Cosine * q.Z) - (Sine * q.X)) / square);
    }

    private static Point Mean(IReadOnlyList<Point> points) => new(points.Average(p => p.X), points.Average(p => p.Z));
}
