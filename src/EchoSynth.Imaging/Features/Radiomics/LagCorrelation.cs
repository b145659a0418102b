namespace EchoSynth.Imaging.Features.Radiomics;

/// <summary>How alike pixels of a region are that lie a fixed step apart: Pearson's correlation over the pairs with both pixels inside; 0 without pairs, or where either end is constant.</summary>
internal static class LagCorrelation
{
    public static double Measure(EchoImage image, bool[] inside, int stepX, int stepY)
    {
        var (width, height) = (image.Width, image.Height);
        var pixels = image.Pixels;
        var (n, sumA, sumB) = (0L, 0.0, 0.0);
        var (lowA, highA, lowB, highB) = (1f, 0f, 1f, 0f);
        for (var y = 0; y < height - stepY; y++)
        {
            for (var x = 0; x < width - stepX; x++)
            {
                var (i, j) = (y * width + x, (y + stepY) * width + x + stepX);
                if (!inside[i] || !inside[j])
                    continue;
                var (a, b) = (pixels[i], pixels[j]);
                (n, sumA, sumB) = (n + 1, sumA + a, sumB + b);
                (lowA, highA, lowB, highB) = (Math.Min(lowA, a), Math.Max(highA, a), Math.Min(lowB, b), Math.Max(highB, b));
            }
        }
        if (n == 0 || lowA == highA || lowB == highB)
            return 0;
        var (meanA, meanB, aa, bb, ab) = (sumA / n, sumB / n, 0.0, 0.0, 0.0);
        for (var y = 0; y < height - stepY; y++)
        {
            for (var x = 0; x < width - stepX; x++)
            {
                var (i, j) = (y * width + x, (y + stepY) * width + x + stepX);
                if (!inside[i] || !inside[j])
                    continue;
                var (a, b) = (pixels[i] - meanA, pixels[j] - meanB);
                (aa, bb, ab) = (aa + a * a, bb + b * b, ab + a * b);
            }
        }
        return Math.Clamp(ab / (Math.Sqrt(aa) * Math.Sqrt(bb)), -1, 1);
    }
}
