namespace EchoSynth.Imaging.Anatomies;

/// <summary>Where the heart lies in the image: the middle of its annulus at end-diastole, mm, and the tilt of the line from there to the middle of the endocardium.</summary>
/// <remarks>Landmarks are kept in the heart's own frame (annulus at the origin, apex up): else the modes of variation would be taken up by where the probe was held.</remarks>
/// <param name="Annulus">Middle of the annulus, mm.</param>
/// <param name="Slope">Sideways per depth of the direction from the apex to the base: the tangent of the tilt, positive with the base to the right.</param>
internal readonly record struct HeartPose(Point Annulus, double Slope)
{
    /// <summary>Numbers in a model's vector.</summary>
    public const int Size = 3;

    /// <summary>Place counts four times per mm, and tilt as a shift of 40 mm: about what one tenth of the landmarks would add.</summary>
    private const double PlaceScale = 4, SlopeScale = 160;

    /// <summary>The pose of a frame's landmarks; null where the apex does not point up to within 60°.</summary>
    public static HeartPose? Of(Outline outline)
    {
        var middle = new Point(outline.Endocardium.Average(p => p.X), outline.Endocardium.Average(p => p.Z));
        var down = (outline.Annulus - middle).Unit;
        return down.Z > 0.5 ? new HeartPose(outline.Annulus, down.X / down.Z) : null;
    }

    public static HeartPose Read(ReadOnlySpan<double> vector) => new(new Point(vector[0] / PlaceScale, vector[1] / PlaceScale), vector[2] / SlopeScale);

    public void Write(Span<double> vector) => (vector[0], vector[1], vector[2]) = (PlaceScale * Annulus.X, PlaceScale * Annulus.Z, SlopeScale * Slope);

    /// <summary>From the image to the heart's frame.</summary>
    public Outline Own(Outline outline) => Map(outline, Into);

    /// <summary>From the heart's frame to the image.</summary>
    public Outline Place(Outline outline) => Map(outline, Back);

    private Point Down => new Point(Slope, 1).Unit;

    private Point Into(Point p) => new(Point.Dot(p - Annulus, Down.Left), Point.Dot(p - Annulus, Down));

    private Point Back(Point p) => Annulus + (p.X * Down.Left) + (p.Z * Down);

    private static Outline Map(Outline outline, Func<Point, Point> map) => new([.. outline.Endocardium.Select(map)], outline.Wall, [.. outline.Atrium.Select(map)]);
}
