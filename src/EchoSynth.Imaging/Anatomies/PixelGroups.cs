namespace EchoSynth.Imaging.Anatomies;

/// <summary>Connected groups of pixels: structures have four neighbours a pixel, what lies around them eight.</summary>
internal static class PixelGroups
{
    /// <summary>Numbers the groups from 1 (0: not in the region).</summary>
    /// <returns>Each pixel's group, and each group's size; the size of group 0 is 0.</returns>
    public static (int[] Group, IReadOnlyList<int> Sizes) Find(bool[] region, int width, bool diagonal = false)
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
                for (var dy = -1; dy <= 1; dy++)
                {
                    for (var dx = -1; dx <= 1; dx++)
                    {
                        var (nx, ny) = (x + dx, y + dy);
                        if ((!diagonal && dx != 0 && dy != 0) || (uint)nx >= (uint)width || (uint)ny >= (uint)height)
                            continue;
                        var n = (ny * width) + nx;
                        if (!region[n] || group[n] != 0)
                            continue;
                        group[n] = label;
                        stack.Push(n);
                    }
                }
            }
            sizes.Add(size);
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

    /// <summary>Pixels outside the region from which no path leads to the image's edge.</summary>
    public static bool[] Holes(bool[] region, int width)
    {
        var height = region.Length / width;
        var (group, sizes) = Find([.. region.Select(r => !r)], width, diagonal: true);
        var open = new bool[sizes.Count];
        for (var x = 0; x < width; x++)
            open[group[x]] = open[group[((height - 1) * width) + x]] = true;
        for (var y = 0; y < height; y++)
            open[group[y * width]] = open[group[(y * width) + width - 1]] = true;
        return [.. group.Select(g => g > 0 && !open[g])];
    }
}
