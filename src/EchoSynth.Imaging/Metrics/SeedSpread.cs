namespace EchoSynth.Imaging.Metrics;

/// <summary>How much images of one mask and different seeds differ.</summary>
public static class SeedSpread
{
    /// <summary>The mean over a region of each pixel's standard deviation (population) over the images; in the units of the pixels, 0…0.5.</summary>
    /// <param name="images">At least two images of one size.</param>
    /// <param name="region">Row-major [Height × Width]: where to measure, usually the sector.</param>
    /// <exception cref="ArgumentException">Fewer than two images, different sizes, or nothing in the region.</exception>
    public static double Measure(IReadOnlyList<EchoImage> images, ReadOnlySpan<bool> region)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count < 2)
            throw new ArgumentException($"{images.Count} images; a spread needs at least 2.", nameof(images));
        foreach (var image in images)
            MetricInput.CheckSameSize(images[0], image);
        MetricInput.CheckRegion(images[0], region);
        var (total, count) = (0.0, 0L);
        for (var i = 0; i < region.Length; i++)
        {
            if (!region[i])
                continue;
            var mean = 0.0;
            foreach (var image in images)
                mean += image.Pixels[i];
            mean /= images.Count;
            var squares = 0.0;
            foreach (var image in images)
                squares += (image.Pixels[i] - mean) * (image.Pixels[i] - mean);
            total += Math.Sqrt(squares / images.Count);
            count++;
        }
        return total / count;
    }

    /// <summary>The same of the means over blocks of pixels: whether more than the speckle differs from seed to seed.</summary>
    /// <param name="images">At least two images of one size.</param>
    /// <param name="region">Row-major [Height × Width]: where to measure, usually the sector.</param>
    /// <param name="block">Side of the blocks in pixels; those at the right and lower edge are cut off by it.</param>
    /// <exception cref="ArgumentException">Fewer than two images, different sizes, nothing in the region, or a block below 1.</exception>
    public static double MeasureCoarse(IReadOnlyList<EchoImage> images, ReadOnlySpan<bool> region, int block = 4)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        return Measure([.. images.Select(i => BlockMeans(i, block))], region);
    }

    private static EchoImage BlockMeans(EchoImage image, int block)
    {
        var means = new float[image.Width * image.Height];
        for (var top = 0; top < image.Height; top += block)
        {
            for (var left = 0; left < image.Width; left += block)
            {
                var (bottom, right, sum) = (Math.Min(top + block, image.Height), Math.Min(left + block, image.Width), 0f);
                for (var y = top; y < bottom; y++)
                {
                    for (var x = left; x < right; x++)
                        sum += image[x, y];
                }
                for (var y = top; y < bottom; y++)
                    means.AsSpan(y * image.Width + left, right - left).Fill(sum / ((bottom - top) * (right - left)));
            }
        }
        return new EchoImage(image.Width, image.Height, means);
    }
}
