namespace EchoSynth.Imaging.Metrics;

/// <summary>Separable filters with reflected borders (d c b a | a b c d | d c b a), as SciPy's default.</summary>
internal static class GaussianFilter
{
    public static double[] Gaussian(double sigma, int radius)
    {
        var weights = new double[2 * radius + 1];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = Math.Exp(-0.5 * (i - radius) * (i - radius) / (sigma * sigma));
        var sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }

    public static double[] Uniform(int size) => [.. Enumerable.Repeat(1.0 / size, size)];

    public static double[] Filter(ReadOnlySpan<double> values, int width, int height, double[] weights)
    {
        var radius = weights.Length / 2;
        var columns = Reflected(width, radius);
        var rows = Reflected(height, radius);
        var across = new double[values.Length];
        var padded = new double[columns.Length];
        for (var y = 0; y < height; y++)
        {
            var row = values.Slice(y * width, width);
            for (var x = 0; x < padded.Length; x++)
                padded[x] = row[columns[x]];
            for (var x = 0; x < width; x++)
            {
                var sum = 0.0;
                for (var k = 0; k < weights.Length; k++)
                    sum += weights[k] * padded[x + k];
                across[y * width + x] = sum;
            }
        }
        var result = new double[values.Length];
        for (var y = 0; y < height; y++)
        {
            var target = result.AsSpan(y * width, width);
            for (var k = 0; k < weights.Length; k++)
            {
                var source = across.AsSpan(rows[y + k] * width, width);
                for (var x = 0; x < width; x++)
                    target[x] += weights[k] * source[x];
            }
        }
        return result;
    }

    /// <summary>The index that each position −radius … size − 1 + radius reflects to.</summary>
    private static int[] Reflected(int size, int radius)
    {
        var indices = new int[size + 2 * radius];
        for (var i = 0; i < indices.Length; i++)
        {
            var position = (i - radius) % (2 * size);
            position = position < 0 ? position + 2 * size : position;
            indices[i] = position < size ? position : 2 * size - 1 - position;
        }
        return indices;
    }
}
