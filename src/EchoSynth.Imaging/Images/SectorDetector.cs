namespace EchoSynth.Imaging;

/// <summary>Finds the ultrasound sector of an image: the fan in which the scanner drew something.</summary>
/// <remarks>
/// Lit pixels that stand alone are dropped; of the rest the largest connected group (and any of at least a quarter of its size) is the fan. It is closed by
/// its convex hull, since a fan of less than 180° is convex: dark cavities, dropped-out sides and black speckle inside do not matter. The one concave part, the
/// arc of a curved probe at the top, is followed column by column. Text and specks outside do not count unless they touch the fan.
/// </remarks>
public static class SectorDetector
{
    /// <summary>Finds the sector.</summary>
    /// <param name="image">The image.</param>
    /// <param name="threshold">Pixels above it are lit; in [0, 1). Default 0; for images from lossy video, about 0.02.</param>
    /// <returns>Row-major [Height × Width]: true inside the sector. All false when nothing is lit.</returns>
    public static bool[] Detect(EchoImage image, float threshold = 0f)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!(threshold >= 0 && threshold < 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be at least 0 and below 1.");
        var (width, height) = (image.Width, image.Height);
        var lit = new bool[width * height];
        var pixels = image.Pixels;
        for (var i = 0; i < lit.Length; i++)
            lit[i] = pixels[i] > threshold;

        var reach = Math.Max(1, (int)Math.Round(Math.Min(width, height) / 128.0));
        var dense = Dense(lit, width, height, reach);
        var fan = MainGroups(dense, Regions.Dilate(dense, width, height, reach), width, height);
        if (fan.AsSpan().IndexOf(true) < 0)
            return fan;
        // Edges and tips are too sparse to be dense: take back what is lit around the fan.
        var around = Regions.Dilate(fan, width, height, reach);
        for (var i = 0; i < fan.Length; i++)
            fan[i] = around[i] && lit[i];
        return ConvexFill.Fill(fan, width, height);
    }

    /// <summary>Lit pixels of whose neighbourhood at least a third is lit.</summary>
    private static bool[] Dense(bool[] lit, int width, int height, int reach)
    {
        var sums = new int[(width + 1) * (height + 1)];
        for (var y = 0; y < height; y++)
        {
            for (var (x, row) = (0, 0); x < width; x++)
            {
                row += lit[y * width + x] ? 1 : 0;
                sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
            }
        }
        var dense = new bool[lit.Length];
        for (var y = 0; y < height; y++)
        {
            var (top, bottom) = (Math.Max(0, y - reach), Math.Min(height, y + reach + 1));
            for (var x = 0; x < width; x++)
            {
                var (left, right) = (Math.Max(0, x - reach), Math.Min(width, x + reach + 1));
                var count = sums[bottom * (width + 1) + right] - sums[top * (width + 1) + right] - sums[bottom * (width + 1) + left] + sums[top * (width + 1) + left];
                dense[y * width + x] = lit[y * width + x] && 3 * count >= (right - left) * (bottom - top);
            }
        }
        return dense;
    }

    /// <summary>The pixels of the largest group and those not much smaller; groups are connected in <paramref name="closed"/>, sizes are counted in <paramref name="pixels"/>.</summary>
    private static bool[] MainGroups(bool[] pixels, bool[] closed, int width, int height)
    {
        var (group, groups) = Components.Of(closed, width, height, diagonal: true);
        var sizes = new int[groups.Count];
        for (var i = 0; i < pixels.Length; i++)
        {
            if (pixels[i])
                sizes[group[i]]++;
        }
        var (largest, main) = (sizes.DefaultIfEmpty(0).Max(), new bool[pixels.Length]);
        for (var i = 0; i < main.Length; i++)
            main[i] = pixels[i] && 4 * sizes[group[i]] >= largest;
        return main;
    }
}
