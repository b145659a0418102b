namespace EchoSynth.Imaging.Anatomies;

/// <summary>The left heart of one frame as landmarks, mm.</summary>
/// <param name="Endocardium">From the left annulus end (seen with the apex up) over the apex to the right one, at equal distances.</param>
/// <param name="Wall">Thickness of the wall at each of them, mm, positive.</param>
/// <param name="Atrium">From the left annulus end over the atrial roof to the right one; its ends are those of the endocardium.</param>
internal sealed record Outline(Point[] Endocardium, double[] Wall, Point[] Atrium)
{
    public const int EndocardialPoints = 33, AtrialPoints = 25;

    /// <summary>Numbers of one frame in a model's vector.</summary>
    public const int Size = (2 * EndocardialPoints) + EndocardialPoints + (2 * (AtrialPoints - 2));

    /// <summary>Where wall and atrium begin among them.</summary>
    public const int WallAt = 2 * EndocardialPoints, AtriumAt = WallAt + EndocardialPoints;

    /// <summary>Where the numbers of a phase begin in a model's vector, behind those of <see cref="HeartPose"/>.</summary>
    public static int Start(int phase) => HeartPose.Size + (phase * Size);

    /// <summary>The wall's root, times this, is a number of the vector: positive walls by construction, and about as many mm per mm as the contours have (d(6√w) = 3/√w dw, w about 9).</summary>
    private const double RootScale = 6;

    public Point Annulus => Point.Between(Endocardium[0], Endocardium[^1], 0.5);

    public void Write(Span<double> vector)
    {
        for (var i = 0; i < EndocardialPoints; i++)
        {
            (vector[2 * i], vector[(2 * i) + 1]) = (Endocardium[i].X, Endocardium[i].Z);
            vector[WallAt + i] = RootScale * Math.Sqrt(Wall[i]);
        }
        for (var i = 0; i < AtrialPoints - 2; i++)
            (vector[AtriumAt + (2 * i)], vector[AtriumAt + (2 * i) + 1]) = (Atrium[i + 1].X, Atrium[i + 1].Z);
    }

    public static Outline Read(ReadOnlySpan<double> vector)
    {
        var (endocardium, wall, atrium) = (new Point[EndocardialPoints], new double[EndocardialPoints], new Point[AtrialPoints]);
        for (var i = 0; i < EndocardialPoints; i++)
        {
            endocardium[i] = new Point(vector[2 * i], vector[(2 * i) + 1]);
            var root = Math.Max(0, vector[WallAt + i]) / RootScale;
            wall[i] = root * root;
        }
        (atrium[0], atrium[^1]) = (endocardium[0], endocardium[^1]);
        for (var i = 0; i < AtrialPoints - 2; i++)
            atrium[i + 1] = new Point(vector[AtriumAt + (2 * i)], vector[AtriumAt + (2 * i) + 1]);
        return new Outline(endocardium, wall, atrium);
    }

    public bool CrossesItself => Polyline.CrossesItself(Endocardium) || Polyline.CrossesItself(Atrium);
}
