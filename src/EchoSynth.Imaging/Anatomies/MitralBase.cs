namespace EchoSynth.Imaging.Anatomies;

/// <summary>The part of the ventricle's outline that is no wall: the mitral plane, from the right annulus end (seen with the apex up) clockwise to the left one.</summary>
/// <param name="First">Index into the contour of its first point.</param>
/// <param name="Last">Index of its last point.</param>
internal readonly record struct MitralBase(int First, int Last)
{
    /// <summary>How far the base goes on beyond the atrium's contact along outline that has no wall, mm.</summary>
    public const double SlackMm = 8;

    private const double LeastMm = 4;

    /// <summary>Where the ventricle meets the atrium; without an atrium the longest gap in the wall on the deeper side; null where neither is there.</summary>
    public static MitralBase? Find(RegionContour ventricle)
    {
        var contact = Flags(ventricle, (int)AnatomyLabel.LeftAtrium);
        var wall = Flags(ventricle, (int)AnatomyLabel.Myocardium);
        var hasWall = wall.Contains(true);
        if (Length(ventricle, contact) >= LeastMm)
        {
            var (first, last) = Cover(contact);
            return hasWall ? new MitralBase(Grow(ventricle, wall, first, -1), Grow(ventricle, wall, last, 1)) : new MitralBase(first, last);
        }
        return hasWall ? LongestGap(ventricle, wall) : null;
    }

    /// <summary>Whether an index lies in the base.</summary>
    public bool Contains(int index) => First <= Last ? index >= First && index <= Last : index >= First || index <= Last;

    /// <summary>The annulus' ends, left and right as seen with the apex up.</summary>
    public (Point Left, Point Right) Ends(RegionContour ventricle) => (ventricle.Points[Last], ventricle.Points[First]);

    private static bool[] Flags(RegionContour contour, int label) => [.. contour.Beyond.Select(b => b == label)];

    private static double Length(RegionContour contour, bool[] flags) => contour.Lengths.Where((_, i) => flags[i]).Sum();

    /// <summary>The shortest arc that holds all flagged points: what is left of the circle without its longest unflagged run.</summary>
    private static (int First, int Last) Cover(bool[] flags)
    {
        var n = flags.Length;
        var (start, longest) = (Array.IndexOf(flags, true), -1);
        var (first, last) = (start, start);
        for (var (i, run, previous) = (1, 0, start); i <= n; i++)
        {
            var at = (start + i) % n;
            if (!flags[at])
            {
                run++;
                continue;
            }
            if (run > longest)
                (longest, first, last) = (run, at, previous);
            (run, previous) = (0, at);
        }
        return (first, last);
    }

    private static int Grow(RegionContour contour, bool[] wall, int index, int step)
    {
        for (var length = 0.0; length < SlackMm; length += contour.Lengths[index])
        {
            var next = (index + step + contour.Count) % contour.Count;
            if (wall[next])
                break;
            index = next;
        }
        return index;
    }

    private static MitralBase? LongestGap(RegionContour contour, bool[] wall)
    {
        var n = contour.Count;
        var centre = contour.Points.Average(p => p.Z);
        var start = Array.IndexOf(wall, true);
        (MitralBase? best, var longest) = (null, LeastMm);
        for (var (i, first, length, depth) = (1, -1, 0.0, 0.0); i <= n; i++)
        {
            var at = (start + i) % n;
            if (!wall[at])
            {
                first = first < 0 ? at : first;
                length += contour.Lengths[at];
                depth += contour.Lengths[at] * contour.Points[at].Z;
                continue;
            }
            if (first >= 0 && length > longest && depth / length > centre)
                (best, longest) = (new MitralBase(first, (at - 1 + n) % n), length);
            (first, length, depth) = (-1, 0, 0);
        }
        return best;
    }
}
