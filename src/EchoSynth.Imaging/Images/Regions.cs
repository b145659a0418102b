namespace EchoSynth.Imaging;

/// <summary>Regions of an image as row-major flags: where to measure.</summary>
public static class Regions
{
    /// <summary>The pixels of one label.</summary>
    public static bool[] Of(AnatomyMask mask, AnatomyLabel label)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var region = new bool[mask.Labels.Length];
        for (var i = 0; i < region.Length; i++)
            region[i] = mask.Labels[i] == (byte)label;
        return region;
    }

    /// <summary>The ultrasound sector: every labelled pixel of a mask that marks the sector; otherwise what <see cref="SectorDetector"/> finds in the image, and the labelled pixels.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="image">The image, as large as the mask.</param>
    /// <param name="threshold">For the detector: 0, or about 0.02 for lossy video.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static bool[] Sector(AnatomyMask mask, EchoImage image, float threshold = 0f)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(image);
        if (mask.Width != image.Width || mask.Height != image.Height)
            throw new ArgumentException($"The mask is {mask.Width} × {mask.Height}, the image {image.Width} × {image.Height}.", nameof(image));
        var region = mask.HasSector ? new bool[mask.Labels.Length] : SectorDetector.Detect(image, threshold);
        for (var i = 0; i < region.Length; i++)
            region[i] |= mask.Labels[i] != (byte)AnatomyLabel.Background;
        return region;
    }

    /// <summary>Unlabelled tissue: inside the sector, outside the labels, shrunk by a margin.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="sector">Row-major [Height × Width]: true inside the sector.</param>
    /// <param name="margin">How many times a border of one pixel is taken off; at least 0.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static bool[] Surround(AnatomyMask mask, ReadOnlySpan<bool> sector, int margin = 3)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (sector.Length != mask.Labels.Length)
            throw new ArgumentException($"The sector has {sector.Length} pixels, the mask {mask.Labels.Length}.", nameof(sector));
        var region = new bool[sector.Length];
        for (var i = 0; i < region.Length; i++)
            region[i] = sector[i] && mask.Labels[i] is (byte)AnatomyLabel.Background or (byte)AnatomyLabel.Sector;
        return Erode(region, mask.Width, mask.Height, margin);
    }

    /// <summary>Takes off a border of one pixel, as often as asked: a pixel stays when its four neighbours are set; outside the frame nothing is set.</summary>
    /// <param name="region">Row-major [height × width].</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="iterations">How often; at least 0.</param>
    /// <exception cref="ArgumentException">The region is not width × height long.</exception>
    public static bool[] Erode(ReadOnlySpan<bool> region, int width, int height, int iterations)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(iterations);
        if (region.Length != (long)width * height)
            throw new ArgumentException($"The region has {region.Length} pixels, not {width} × {height}.", nameof(region));
        var current = region.ToArray();
        for (var pass = 0; pass < iterations; pass++)
        {
            var next = new bool[current.Length];
            for (var y = 1; y < height - 1; y++)
            {
                for (var i = y * width + 1; i < (y + 1) * width - 1; i++)
                    next[i] = current[i] && current[i - 1] && current[i + 1] && current[i - width] && current[i + width];
            }
            current = next;
        }
        return current;
    }

    /// <summary>Grows by a square of 2 · reach + 1 pixels.</summary>
    internal static bool[] Dilate(bool[] region, int width, int height, int reach)
    {
        var across = new bool[region.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                across[y * width + x] = region.AsSpan(y * width, width)[Math.Max(0, x - reach)..Math.Min(width, x + reach + 1)].Contains(true);
        }
        var grown = new bool[region.Length];
        for (var y = 0; y < height; y++)
        {
            for (var n = Math.Max(0, y - reach); n <= Math.Min(height - 1, y + reach); n++)
            {
                for (var x = 0; x < width; x++)
                    grown[y * width + x] |= across[n * width + x];
            }
        }
        return grown;
    }
}
