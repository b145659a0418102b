namespace EchoSynth.Imaging.Features.Radiomics;

/// <summary>
/// Grey-level co-occurrence in a region: 32 levels over [0, 1], distance 1, four directions, symmetric, the figures averaged over the directions.
/// A pair counts where both pixels are inside; a direction without pairs is left out, and without any all figures are 0.
/// </summary>
internal static class CoOccurrence
{
    private const int Levels = 32;
    private static readonly (int X, int Y)[] s_directions = [(1, 0), (1, 1), (0, 1), (-1, 1)];

    public static byte[] Quantise(EchoImage image)
    {
        var levels = new byte[image.Pixels.Length];
        for (var i = 0; i < levels.Length; i++)
            levels[i] = (byte)Math.Min(Levels - 1, (int)(image.Pixels[i] * Levels));
        return levels;
    }

    public static void Add(FeatureList list, string region, byte[] levels, bool[] inside, int width)
    {
        var (contrast, correlation, energy, homogeneity, entropy, directions) = (0.0, 0.0, 0.0, 0.0, 0.0, 0);
        var counts = new int[Levels * Levels];
        foreach (var (x, y) in s_directions)
        {
            var pairs = Count(counts, levels, inside, width, x, y);
            if (pairs == 0)
                continue;
            var figures = Figures(counts, pairs);
            (contrast, correlation, energy) = (contrast + figures.Contrast, correlation + figures.Correlation, energy + figures.Energy);
            (homogeneity, entropy, directions) = (homogeneity + figures.Homogeneity, entropy + figures.Entropy, directions + 1);
        }
        directions = Math.Max(1, directions);
        list.Add($"{region}.glcm-contrast", contrast / directions);
        list.Add($"{region}.glcm-correlation", correlation / directions);
        list.Add($"{region}.glcm-energy", energy / directions);
        list.Add($"{region}.glcm-homogeneity", homogeneity / directions);
        list.Add($"{region}.glcm-entropy", entropy / directions);
    }

    private static long Count(int[] counts, byte[] levels, bool[] inside, int width, int x, int y)
    {
        Array.Clear(counts);
        var (pairs, height) = (0L, levels.Length / width);
        for (var row = 0; row < height - y; row++)
        {
            for (var column = Math.Max(0, -x); column < width - Math.Max(0, x); column++)
            {
                var i = row * width + column;
                var j = i + y * width + x;
                if (!inside[i] || !inside[j])
                    continue;
                counts[levels[i] * Levels + levels[j]]++;
                pairs++;
            }
        }
        return pairs;
    }

    private static (double Contrast, double Correlation, double Energy, double Homogeneity, double Entropy) Figures(int[] counts, long pairs)
    {
        var (contrast, energy, homogeneity, entropy, mean, square, product) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < Levels; i++)
        {
            for (var j = 0; j < Levels; j++)
            {
                var both = counts[i * Levels + j] + counts[j * Levels + i];
                if (both == 0)
                    continue;
                var (p, difference) = (both / (2.0 * pairs), (double)(i - j) * (i - j));
                contrast += p * difference;
                energy += p * p;
                homogeneity += p / (1 + difference);
                entropy -= both < 2 * pairs ? p * Math.Log2(p) : 0;
                (mean, square, product) = (mean + p * i, square + p * i * i, product + p * i * j);
            }
        }
        var variance = square - mean * mean;
        // One level only: 1, as scikit-image has it. More levels have a variance of at least 1/(2·pairs).
        return (contrast, variance > 1e-10 ? (product - mean * mean) / variance : 1, energy, homogeneity, entropy);
    }
}
