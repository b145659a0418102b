namespace EchoSynth.Imaging.Metrics;

/// <summary>The SSIM maps of two images at each scale of <see cref="MultiScaleSimilarity"/>, to be averaged over several regions.</summary>
internal sealed class SimilarityPyramid
{
    private static readonly double[] s_weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
    private readonly List<(int Width, int Height, double[] Similarity, double[] Contrast)> _scales = [];

    public SimilarityPyramid(EchoImage a, EchoImage b)
    {
        StructuralSimilarity.CheckSize(a, b);
        var (x, y) = (MetricInput.Scaled(a, PixelError.DataRange), MetricInput.Scaled(b, PixelError.DataRange));
        var (width, height) = (a.Width, a.Height);
        for (var count = Count(Math.Min(width, height)); ; (width, height) = (Half(width), Half(height)))
        {
            var (similarity, contrast) = StructuralSimilarity.Maps(x, y, width, height);
            _scales.Add((width, height, similarity, contrast));
            if (_scales.Count == count)
                return;
            (x, y) = (Halve(x, width, height), Halve(y, width, height));
        }
    }

    /// <summary>The SSIM of each pixel at the first scale: <see cref="StructuralSimilarity.Map"/>.</summary>
    public double[] Map => _scales[0].Similarity;

    public MultiScaleSimilarity WholeFrame()
    {
        var means = new double[_scales.Count];
        for (var j = 0; j < means.Length; j++)
            means[j] = StructuralSimilarity.InteriorMean(Factor(j), _scales[j].Width, _scales[j].Height);
        return Combine(means);
    }

    /// <param name="region">As large as the images, not empty.</param>
    public MultiScaleSimilarity Within(ReadOnlySpan<bool> region)
    {
        var weights = new double[region.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = region[i] ? 1 : 0;
        var means = new double[_scales.Count];
        for (var j = 0; j < means.Length; j++)
        {
            if (j > 0)
                weights = Halve(weights, _scales[j - 1].Width, _scales[j - 1].Height);
            var (map, sum, total) = (Factor(j), 0.0, 0.0);
            for (var i = 0; i < map.Length; i++)
                (sum, total) = (sum + weights[i] * map[i], total + weights[i]);
            means[j] = sum / total;
        }
        return Combine(means);
    }

    private static int Count(int shorter)
    {
        var count = 1;
        while (count < s_weights.Length && shorter >= StructuralSimilarity.WindowSize << count)
            count++;
        return count;
    }

    private static int Half(int size) => (size + 1) / 2;

    /// <summary>The means of 2 × 2 pixels; the last row or column of an odd size is taken twice.</summary>
    private static double[] Halve(double[] values, int width, int height)
    {
        var (across, down) = (Half(width), Half(height));
        var halved = new double[across * down];
        for (var y = 0; y < down; y++)
        {
            var upper = values.AsSpan(2 * y * width, width);
            var lower = values.AsSpan(Math.Min(2 * y + 1, height - 1) * width, width);
            for (var x = 0; x < across; x++)
            {
                var right = Math.Min(2 * x + 1, width - 1);
                halved[y * across + x] = (upper[2 * x] + upper[right] + lower[2 * x] + lower[right]) / 4;
            }
        }
        return halved;
    }

    private static MultiScaleSimilarity Combine(double[] means)
    {
        var total = s_weights.Take(means.Length).Sum();
        var product = 1.0;
        for (var j = 0; j < means.Length; j++)
            product *= Math.Pow(Math.Max(0, means[j]), s_weights[j] / total);
        return new MultiScaleSimilarity(product, means.Length);
    }

    private double[] Factor(int scale) => scale == _scales.Count - 1 ? _scales[scale].Similarity : _scales[scale].Contrast;
}
