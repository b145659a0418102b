namespace EchoSynth.Imaging;

/// <summary>The convex hull of a pixel set, less what lies above the concave arc of a curved probe.</summary>
internal static class ConvexFill
{
    public static bool[] Fill(bool[] set, int width, int height)
    {
        var (top, bottom) = Extents(set, width, height);
        // Per column the hull's upper and lower edge, from the chains over the columns' first and last pixels.
        var upper = Chain(top, sign: 1);
        var lower = Chain(bottom, sign: -1);
        var filled = new bool[set.Length];
        var (left, right) = (Array.FindIndex(top, y => y >= 0), Array.FindLastIndex(top, y => y >= 0));
        FollowArc(upper, top);
        for (var x = left; x <= right; x++)
        {
            var (from, to) = ((int)Math.Ceiling(upper[x].Y - 1e-9), (int)Math.Floor(lower[x].Y + 1e-9));
            for (var y = from; y <= to; y++)
                filled[y * width + x] = true;
        }
        return filled;
    }

    private static (int[] Top, int[] Bottom) Extents(bool[] set, int width, int height)
    {
        var (top, bottom) = (new int[width], new int[width]);
        for (var x = 0; x < width; x++)
        {
            (top[x], bottom[x]) = (-1, -1);
            for (var y = 0; y < height; y++)
            {
                if (!set[y * width + x])
                    continue;
                bottom[x] = y;
                if (top[x] < 0)
                    top[x] = y;
            }
        }
        return (top, bottom);
    }

    /// <summary>The hull's edge in each column and the slope (as magnitude) and length of the side it belongs to; sign 1 for the smallest y, −1 for the largest.</summary>
    private static (double Y, double Slope, int Length)[] Chain(int[] values, int sign)
    {
        var hull = new List<int>();
        for (var x = 0; x < values.Length; x++)
        {
            if (values[x] < 0)
                continue;
            while (hull.Count >= 2 && sign * Cross(hull[^2], hull[^1], x) <= 0)
                hull.RemoveAt(hull.Count - 1);
            hull.Add(x);
        }
        var edge = new (double, double, int)[values.Length];
        for (var k = 0; k < hull.Count; k++)
        {
            var (a, b) = (hull[k], hull[Math.Min(k + 1, hull.Count - 1)]);
            for (var x = a; x < b || x == a; x++)
            {
                var slope = b == a ? 0 : (values[b] - values[a]) / (double)(b - a);
                edge[x] = (values[a] + slope * (x - a), Math.Abs(slope), b - a);
            }
        }
        return edge;

        long Cross(int a, int b, int c) => (long)(b - a) * (values[c] - values[a]) - (long)(values[b] - values[a]) * (c - a);
    }

    /// <summary>Under a long, nearly level upper side the set's own upper edge is kept: that side is the chord of a probe's arc.</summary>
    private static void FollowArc((double Y, double Slope, int Length)[] upper, int[] top)
    {
        for (var x = 0; x < upper.Length; x++)
        {
            if (top[x] >= 0 && upper[x].Slope < 0.2 && upper[x].Length >= 5)
                upper[x].Y = Math.Max(upper[x].Y, Smoothed(top, x));
        }
    }

    // The least of three neighbours: black speckle in the arc's edge must not notch it.
    private static int Smoothed(int[] top, int x)
    {
        var least = top[x];
        for (var n = Math.Max(0, x - 2); n <= Math.Min(top.Length - 1, x + 2); n++)
            least = top[n] >= 0 ? Math.Min(least, top[n]) : least;
        return least;
    }
}
