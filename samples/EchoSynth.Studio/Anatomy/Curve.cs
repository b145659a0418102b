namespace EchoSynth.Studio.Anatomy;

/// <summary>Open curves through handles, and what can be asked of lines and polygons. The page draws the same curves (wwwroot/js/geometry.js).</summary>
internal static class Curve
{
    private const int Parts = 8;

    /// <summary>A Catmull-Rom curve through the handles, each piece cut in eight. It moves with them under any linear map.</summary>
    public static Mm[] Through(IReadOnlyList<Mm> handles)
    {
        var line = new Mm[((handles.Count - 1) * Parts) + 1];
        for (var i = 0; i < handles.Count - 1; i++)
        {
            var (b, c) = (handles[i], handles[i + 1]);
            var a = i > 0 ? handles[i - 1] : (2 * b) - c;
            var d = i < handles.Count - 2 ? handles[i + 2] : (2 * c) - b;
            for (var k = 0; k < Parts; k++)
            {
                var t = (double)k / Parts;
                var (constant, linear, square, cube) = (2 * b, c - a, (2 * a) - (5 * b) + (4 * c) - d, (3 * b) - a - (3 * c) + d);
                line[(i * Parts) + k] = 0.5 * (constant + (t * linear) + (t * t * square) + (t * t * t * cube));
            }
        }
        line[^1] = handles[^1];
        return line;
    }

    /// <summary>The area within a closed polygon, mm².</summary>
    public static double Area(IReadOnlyList<Mm> polygon)
    {
        var sum = 0.0;
        for (var i = 0; i < polygon.Count; i++)
            sum += Mm.Cross(polygon[i], polygon[(i + 1) % polygon.Count]);
        return 0.5 * Math.Abs(sum);
    }

    /// <summary>Whether a place lies within a closed polygon (even-odd rule).</summary>
    public static bool Contains(IReadOnlyList<Mm> polygon, Mm place)
    {
        var inside = false;
        for (var i = 0; i < polygon.Count; i++)
        {
            var (a, b) = (polygon[i], polygon[(i + 1) % polygon.Count]);
            if (a.Z <= place.Z != b.Z <= place.Z && place.X < a.X + ((place.Z - a.Z) * (b.X - a.X) / (b.Z - a.Z)))
                inside = !inside;
        }
        return inside;
    }

    /// <summary>Where a closed polygon crosses itself first; null where it does not.</summary>
    public static Mm? SelfCrossing(IReadOnlyList<Mm> polygon)
    {
        var n = polygon.Count;
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 2; j < n; j++)
            {
                if ((j + 1) % n != i && Meet(polygon[i], polygon[(i + 1) % n], polygon[j], polygon[(j + 1) % n]) is { } place)
                    return place;
            }
        }
        return null;
    }

    /// <summary>Where two open lines cross first; null where they do not.</summary>
    public static Mm? Crossing(IReadOnlyList<Mm> first, IReadOnlyList<Mm> second)
    {
        for (var i = 0; i + 1 < first.Count; i++)
        {
            for (var j = 0; j + 1 < second.Count; j++)
            {
                if (Meet(first[i], first[i + 1], second[j], second[j + 1]) is { } place)
                    return place;
            }
        }
        return null;
    }

    /// <summary>The shortest way from a place to an open line, mm.</summary>
    public static double Distance(IReadOnlyList<Mm> line, Mm place)
    {
        var least = double.PositiveInfinity;
        for (var i = 0; i + 1 < line.Count; i++)
        {
            var side = line[i + 1] - line[i];
            var square = Mm.Dot(side, side);
            var share = square > 0 ? Math.Clamp(Mm.Dot(place - line[i], side) / square, 0, 1) : 0;
            least = Math.Min(least, (place - line[i] - (share * side)).Length);
        }
        return least;
    }

    private static Mm? Meet(Mm a, Mm b, Mm c, Mm d)
    {
        var (ab, cd) = (b - a, d - c);
        var turn = Mm.Cross(ab, cd);
        if (turn == 0)
            return null;
        var (s, t) = (Mm.Cross(c - a, cd) / turn, Mm.Cross(c - a, ab) / turn);
        return s is > 0 and < 1 && t is > 0 and < 1 ? a + (s * ab) : null;
    }
}
