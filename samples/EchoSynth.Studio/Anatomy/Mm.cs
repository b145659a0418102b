namespace EchoSynth.Studio.Anatomy;

/// <summary>A place or a direction in mm: x to the right of the probe, z below it.</summary>
/// <param name="X">To the right of the sector's middle, mm.</param>
/// <param name="Z">Below the probe, mm.</param>
internal readonly record struct Mm(double X, double Z)
{
    public double Length => Math.Sqrt((X * X) + (Z * Z));

    public Mm Unit => Length is > 0 and var length ? new(X / length, Z / length) : new(0, 1);

    /// <summary>A quarter turn: to the right of one who looks down along it on the screen becomes positive.</summary>
    public Mm Across => new(Z, -X);

    public static Mm operator +(Mm a, Mm b) => new(a.X + b.X, a.Z + b.Z);

    public static Mm operator -(Mm a, Mm b) => new(a.X - b.X, a.Z - b.Z);

    public static Mm operator *(double s, Mm a) => new(s * a.X, s * a.Z);

    public static double Dot(Mm a, Mm b) => (a.X * b.X) + (a.Z * b.Z);

    public static double Cross(Mm a, Mm b) => (a.X * b.Z) - (a.Z * b.X);

    public static Mm Between(Mm a, Mm b, double share) => a + (share * (b - a));
}
