namespace EchoSynth.Imaging.Anatomies;

/// <summary>A place or a direction in mm: x to the right of the image's vertical centre line, z below its upper edge.</summary>
internal readonly record struct Point(double X, double Z)
{
    public double Norm => Math.Sqrt((X * X) + (Z * Z));

    /// <summary>The direction turned a quarter to the left of one who walks along it on the image: outward, where the inside lies on the right.</summary>
    public Point Left => new(Z, -X);

    public Point Unit => Norm is > 0 and var norm ? new(X / norm, Z / norm) : new(0, 0);

    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Z + b.Z);

    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Z - b.Z);

    public static Point operator *(double s, Point a) => new(s * a.X, s * a.Z);

    public static double Dot(Point a, Point b) => (a.X * b.X) + (a.Z * b.Z);

    /// <summary>Positive where <paramref name="b"/> lies to the right of <paramref name="a"/> on the image.</summary>
    public static double Cross(Point a, Point b) => (a.X * b.Z) - (a.Z * b.X);

    public static Point Between(Point a, Point b, double t) => new(a.X + ((b.X - a.X) * t), a.Z + ((b.Z - a.Z) * t));
}
