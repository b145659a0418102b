using EchoSynth.Imaging.Features;

namespace EchoSynth.Imaging.Distributions;

/// <summary>The kernel distance (KID): the unbiased squared maximum mean discrepancy of two sets under the kernel (x·y / d + 1)³ (Bińkowski et al. 2018), over the full sets.</summary>
/// <param name="Value">About 0 for two samples of one distribution, and as often below as above it.</param>
/// <param name="StandardError">
/// By the delete-one jackknife of both samples. For samples of one distribution the statistic is degenerate and this is about √2 times the true error: the safe side.
/// NaN where a set has fewer than three images.
/// </param>
public sealed record KernelDistance(double Value, double StandardError)
{
    /// <summary>Measures. The pairs are gone through in blocks on all cores; memory is that of the sets and some sums for each image.</summary>
    /// <param name="real">At least two images.</param>
    /// <param name="synthetic">At least two images, of the same extractor.</param>
    /// <param name="progress">The share done, 0…1.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <returns>The same to the bit for the same sets, whatever the number of cores.</returns>
    /// <exception cref="ArgumentException">Other extractors or lengths, or fewer than two images.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static KernelDistance Between(FeatureSet real, FeatureSet synthetic, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        FeatureSet.CheckSame(real, synthetic);
        if (Math.Min(real.Count, synthetic.Count) < 2)
            throw new ArgumentException($"{real.Count} real and {synthetic.Count} synthetic images; a kernel distance needs at least 2 of each.");
        double m = real.Count, n = synthetic.Count;
        var run = new BlockRun(progress, m * m / 2 + n * n / 2 + m * n, cancellationToken);
        var (xx, yy) = (Within(real, run), Within(synthetic, run));
        var (xy, yx) = Across(real, synthetic, run);
        var (sumX, sumY, sumXY) = (xx.Sum(), yy.Sum(), xy.Sum());
        var (termX, termY) = (sumX / (m * (m - 1)), sumY / (n * (n - 1)));
        var value = termX + termY - 2 * sumXY / (m * n);
        if (Math.Min(m, n) < 3)
            return new KernelDistance(value, double.NaN);
        var variance = Jackknife(xx, xy, (a, c) => (sumX - 2 * a) / ((m - 1) * (m - 2)) + termY - 2 * (sumXY - c) / ((m - 1) * n))
            + Jackknife(yy, yx, (b, c) => termX + (sumY - 2 * b) / ((n - 1) * (n - 2)) - 2 * (sumXY - c) / (m * (n - 1)));
        return new KernelDistance(value, Math.Sqrt(variance));
    }

    /// <summary>(n − 1)/n Σ(θ₋ᵢ − mean)², θ₋ᵢ being the distance without image i.</summary>
    private static double Jackknife(double[] own, double[] other, Func<double, double, double> without)
    {
        var left = own.Zip(other, without).ToArray();
        var mean = left.Average();
        return (left.Length - 1.0) / left.Length * left.Sum(v => (v - mean) * (v - mean));
    }

    /// <summary>For each row the sum of its kernels with all others of the set; each pair is looked at once.</summary>
    private static double[] Within(FeatureSet set, BlockRun run)
    {
        var blocks = BlockRun.Blocks(set);
        var partial = new double[blocks][];
        run.Each(set, (block, room) =>
        {
            var sums = partial[block] = new double[set.Count];
            var rows = BlockRun.Rows(set, block);
            for (var other = block; other < blocks; other++)
            {
                var columns = BlockRun.Rows(set, other);
                var (height, width) = (rows.Length / set.Length, columns.Length / set.Length);
                PairBlock.Products(rows, columns, set.Length, room);
                for (var i = 0; i < height; i++)
                {
                    for (var j = other == block ? i + 1 : 0; j < width; j++)
                    {
                        var kernel = Kernel(room[i * width + j], set.Length);
                        sums[block * PairBlock.Side + i] += kernel;
                        sums[other * PairBlock.Side + j] += kernel;
                    }
                }
                run.Done(other == block ? height * (long)width / 2 : height * (long)width);
            }
        });
        return Total(partial, set.Count);
    }

    /// <summary>For each row of either set the sum of its kernels with all rows of the other.</summary>
    private static (double[] Real, double[] Synthetic) Across(FeatureSet real, FeatureSet synthetic, BlockRun run)
    {
        var sums = new double[real.Count];
        var partial = new double[BlockRun.Blocks(real)][];
        run.Each(real, (block, room) =>
        {
            var others = partial[block] = new double[synthetic.Count];
            var rows = BlockRun.Rows(real, block);
            for (var other = 0; other < BlockRun.Blocks(synthetic); other++)
            {
                var columns = BlockRun.Rows(synthetic, other);
                var (height, width) = (rows.Length / real.Length, columns.Length / real.Length);
                PairBlock.Products(rows, columns, real.Length, room);
                for (var i = 0; i < height; i++)
                {
                    for (var j = 0; j < width; j++)
                    {
                        var kernel = Kernel(room[i * width + j], real.Length);
                        sums[block * PairBlock.Side + i] += kernel;
                        others[other * PairBlock.Side + j] += kernel;
                    }
                }
                run.Done(height * (long)width);
            }
        });
        return (sums, Total(partial, synthetic.Count));
    }

    /// <summary>Added in the order of the blocks, so that the result does not depend on who was first.</summary>
    private static double[] Total(double[][] partial, int count)
    {
        var total = new double[count];
        foreach (var sums in partial)
        {
            for (var i = 0; i < count; i++)
                total[i] += sums[i];
        }
        return total;
    }

    private static double Kernel(double product, int length)
    {
        var k = product / length + 1;
        return k * k * k;
    }
}
