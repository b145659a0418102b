namespace EchoSynth.Imaging.Anatomies;

/// <summary>Connected groups of pixels: pixels that share a side belong together.</summary>
internal static class PixelGroups
{
    /// <summary>Numbers the groups from 1 (0: not in the region).</summary>
    /// <returns>Each pixel's group, and each group's size; the size of group 0 is 0.</returns>
    public static (int[] Group, IReadOnlyList<int> Sizes) Find(bool[] region, int width)
    {
        var (group, sizes, stack, height) = (new int[region.Length], new List<int> { 0 }, new Stack<int>(), region.Length / width);
        for (var start = 0; start < region.Length; start++)
        {
            if (!region[start] || group[start] != 0)
                continue;
            var (label, size) = (sizes.Count, 0);
            group[start] = label;
            stack.Push(start);
            while (stack.TryPop(out var i))
            {
                size++;
                var (x, y) = (i % width, i / width);
                if (x > 0)
                    Visit(i - 1);
                if (x < width - 1)
                    Visit(i + 1);
                if (y > 0)
                    Visit(i - width);
                if (y < height - 1)
                    Visit(i + width);
            }
            sizes.Add(size);

            void Visit(int n)
            {
                if (!region[n] || group[n] != 0)
                    return;
                group[n] = label;
                stack.Push(n);
            }
        }
        return (group, sizes);
    }

    public static int Count(bool[] region, int width) => Find(region, width).Sizes.Count - 1;

    /// <summary>The groups of at least a share of the region's pixels; with 1 or more the largest alone.</summary>
    public static bool[] Main(bool[] region, int width, double share)
    {
        var (group, sizes) = Find(region, width);
        var (largest, least) = (sizes.Max(), share * sizes.Sum());
        var first = sizes.ToList().IndexOf(largest);
        return [.. group.Select(g => g > 0 && (share >= 1 ? g == first : sizes[g] >= least || g == first))];
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
