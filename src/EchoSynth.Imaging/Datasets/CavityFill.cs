namespace EchoSynth.Imaging.Datasets;

/// <summary>Finds the LV cavity in a mask of the myocardium alone: what the horseshoe encloses, closed by the straight line between its two basal ends.</summary>
/// <remarks>
/// The wall is the largest piece of the mask; lesser ones are dust, unless they hold more than a tenth of it: then the wall is broken. Where the wall is closed, the cavity is what it encloses.
/// Else it is the largest pocket between the wall and its convex hull; the edge of the hull that lids it is the line between the basal ends. A pocket shallower than half its lid is no cavity.
/// </remarks>
internal static class CavityFill
{
    private const double MostDust = 0.1;
    private const double LeastDepth = 0.5;
    private const int LeastWall = 20;

    /// <summary>The cavity as flags, row-major, and the wall without dust; null where there is none, with the reason.</summary>
    public static (bool[] Cavity, bool[] Wall)? Find(ReadOnlySpan<bool> myocardium, int width, int height, out string problem)
    {
        problem = "";
        var (piece, sizes) = Components.Of(myocardium, width, height, diagonal: true);
        var largest = sizes.IndexOf(sizes.DefaultIfEmpty(0).Max());
        if (largest < 0 || sizes[largest] < LeastWall)
            problem = sizes.Count == 0 ? "the mask is empty" : $"the largest piece of the mask has {sizes[largest]} pixels; a wall has at least {LeastWall}";
        else if (sizes.Sum() - sizes[largest] > MostDust * sizes[largest])
            problem = $"the wall is broken into {sizes.Count} pieces of up to {sizes[largest]} of {sizes.Sum()} pixels";
        if (problem.Length > 0)
            return null;
        var wall = new bool[piece.Length];
        for (var i = 0; i < wall.Length; i++)
            wall[i] = piece[i] == largest;
        if (Enclosed(wall, width, height) is { } ring)
            return (ring, wall);
        var hull = Hull(wall, width, height);
        var pockets = PolygonFill.Fill([.. hull.Select(p => ((double)p.X, (double)p.Y))], width, height);
        for (var i = 0; i < wall.Length; i++)
            pockets[i] &= !wall[i];
        var (pocket, areas) = Components.Of(pockets, width, height, diagonal: false);
        var cavity = areas.IndexOf(areas.DefaultIfEmpty(0).Max());
        var inside = new bool[wall.Length];
        for (var i = 0; i < inside.Length; i++)
            inside[i] = cavity >= 0 && pocket[i] == cavity;
        var (lid, depth) = Lid(inside, width, hull);
        if (cavity >= 0 && depth >= LeastDepth * lid)
            return (inside, wall);
        problem = "the wall is open without a cavity: no hollow in it is half as deep as it is wide";
        return null;
    }

    /// <summary>What the wall encloses; null where that is less than its largest hollow could be: a twentieth of the wall.</summary>
    private static bool[]? Enclosed(bool[] wall, int width, int height)
    {
        var (piece, sizes) = Components.Of([.. wall.Select(w => !w)], width, height, diagonal: false);
        var outside = new HashSet<int>();
        for (var i = 0; i < piece.Length; i++)
        {
            var (x, y) = (i % width, i / width);
            if (piece[i] >= 0 && (x == 0 || y == 0 || x == width - 1 || y == height - 1))
                outside.Add(piece[i]);
        }
        var inner = Enumerable.Range(0, sizes.Count).Where(i => !outside.Contains(i)).OrderByDescending(i => sizes[i]).Take(1).ToList();
        return inner is [var ring] && sizes[ring] > wall.Count(w => w) / 20 ? [.. piece.Select(p => p == ring)] : null;
    }

    /// <summary>The corners of the convex hull in order, by monotone chains over the first and last pixel of each row.</summary>
    private static List<(int X, int Y)> Hull(bool[] set, int width, int height)
    {
        var points = new List<(int X, int Y)>();
        for (var y = 0; y < height; y++)
        {
            var row = set.AsSpan(y * width, width);
            if (row.IndexOf(true) is >= 0 and var first)
                points.AddRange([(first, y), (row.LastIndexOf(true), y)]);
        }
        var down = Chain(points);
        points.Reverse();
        var up = Chain(points);
        return [.. down.SkipLast(1), .. up.SkipLast(1)];

        static List<(int X, int Y)> Chain(List<(int X, int Y)> points)
        {
            var chain = new List<(int X, int Y)>();
            foreach (var p in points)
            {
                while (chain.Count >= 2 && Turn(chain[^2], chain[^1], p) <= 0)
                    chain.RemoveAt(chain.Count - 1);
                if (chain.Count == 0 || chain[^1] != p)
                    chain.Add(p);
            }
            return chain;
        }
    }

    /// <summary>The length of the hull's edge that the pocket touches most, and how far the pocket reaches from it.</summary>
    private static (double Lid, double Depth) Lid(bool[] pocket, int width, List<(int X, int Y)> hull)
    {
        var pixels = Enumerable.Range(0, pocket.Length).Where(i => pocket[i]).Select(i => (X: i % width, Y: i / width)).ToArray();
        var (best, lid, depth) = (0, 0.0, 0.0);
        for (var i = 0; i < hull.Count; i++)
        {
            var (a, b) = (hull[i], hull[(i + 1) % hull.Count]);
            var length = Math.Sqrt(Math.Pow(b.X - a.X, 2) + Math.Pow(b.Y - a.Y, 2));
            var (touching, farthest) = (0, 0.0);
            foreach (var pixel in pixels)
            {
                var distance = Math.Abs(Turn(a, b, pixel)) / length;
                touching += distance <= 1 ? 1 : 0;
                farthest = Math.Max(farthest, distance);
            }
            if (touching > best)
                (best, lid, depth) = (touching, length, farthest);
        }
        return (lid, depth);
    }

    private static long Turn((int X, int Y) a, (int X, int Y) b, (int X, int Y) p) => ((long)(b.X - a.X) * (p.Y - a.Y)) - ((long)(b.Y - a.Y) * (p.X - a.X));
}
