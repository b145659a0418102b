namespace EchoSynth.Imaging.Anatomies;

/// <summary>Connected groups of pixels: pixels that share a side belong together.</summary>
internal static class PixelGroups
{
    /// <summary>Each pixel's group, -1 outside the region, and the groups' sizes.</summary>
    public static (int[] Group, List<int> Sizes) Find(bool[] region, int width) => Components.Of(region, width, region.Length / width, diagonal: false);

    public static int Count(bool[] region, int width) => Find(region, width).Sizes.Count;

    /// <summary>The groups of at least a share of the region's pixels; with 1 or more the largest alone.</summary>
    public static bool[] Main(bool[] region, int width, double share)
    {
        var (group, sizes) = Find(region, width);
        var (first, least) = (sizes.IndexOf(sizes.DefaultIfEmpty(0).Max()), share * sizes.Sum());
        return [.. group.Select(g => g >= 0 && (g == first || (share < 1 && sizes[g] >= least)))];
    }

    /// <summary>Pixels outside the region from which no path from side to side leads to the image's edge.</summary>
    public static bool[] Holes(bool[] region, int width)
    {
        var (holes, height) = (new bool[region.Length], region.Length / width);
        var (left, right, top, bottom) = (width, -1, height, -1);
        for (var i = 0; i < region.Length; i++)
        {
            if (region[i])
                (left, right, top, bottom) = (Math.Min(left, i % width), Math.Max(right, i % width), Math.Min(top, i / width), i / width);
        }
        // A hole lies inside the region's box, and what lies on the box' border is open.
        for (var y = top + 1; y < bottom; y++)
        {
            for (var x = left + 1; x < right; x++)
                holes[(y * width) + x] = !region[(y * width) + x];
        }
        var stack = new Stack<int>();
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x += y == top || y == bottom ? 1 : Math.Max(1, right - left))
            {
                if (!region[(y * width) + x])
                    stack.Push((y * width) + x);
            }
        }
        while (stack.TryPop(out var i))
        {
            var (x, y) = (i % width, i / width);
            if (x > left)
                Visit(i - 1);
            if (x < right)
                Visit(i + 1);
            if (y > top)
                Visit(i - width);
            if (y < bottom)
                Visit(i + width);
        }
        return holes;

        void Visit(int n)
        {
            if (!holes[n])
                return;
            holes[n] = false;
            stack.Push(n);
        }
    }
}
