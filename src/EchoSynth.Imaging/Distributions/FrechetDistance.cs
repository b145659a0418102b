using EchoSynth.Imaging.Features;
using MathNet.Numerics.LinearAlgebra;

namespace EchoSynth.Imaging.Distributions;

/// <summary>The Fréchet distance of two normal distributions with the sets' means and covariances (n − 1): |μ₁ − μ₂|² + Tr(Σ₁ + Σ₂ − 2 (Σ₁Σ₂)^½) (Dowson and Landau 1982; "FID" where the features are Inception's).</summary>
/// <remarks>
/// With Σᵢ = RᵢᵀRᵢ, Rᵢ from the QR factors of the centred features (or those themselves where there are fewer images than features), Tr (Σ₁Σ₂)^½ is the sum of the singular values of
/// R₁R₂ᵀ: no covariance is formed and no root of a matrix is taken, so covariances without full rank are as exact as others. It is biased upward, roughly by a constant over the number of images.
/// </remarks>
public static class FrechetDistance
{
    /// <summary>The distance of two sets of images, in squared units of the features; 0 for equal means and covariances.</summary>
    /// <param name="real">At least two images.</param>
    /// <param name="synthetic">At least two images, of the same extractor.</param>
    /// <param name="cancellationToken">Stops between the parts of the work; the last, singular values of d × d, takes some 10 s for d = 2048.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="ArgumentException">Other extractors or lengths, or fewer than two images.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static double Between(FeatureSet real, FeatureSet synthetic, CancellationToken cancellationToken = default)
    {
        FeatureSet.CheckSame(real, synthetic);
        if (Math.Min(real.Count, synthetic.Count) < 2)
            throw new ArgumentException($"{real.Count} real and {synthetic.Count} synthetic images; a Fréchet distance needs at least 2 of each.");
        var (a, b) = (Centre(real), Centre(synthetic));
        var between = a.Mean.Zip(b.Mean, (x, y) => (x - y) * (x - y)).Sum();
        var (first, second) = (Root(a.Rows, real.Length, cancellationToken), Root(b.Rows, real.Length, cancellationToken));
        var product = Product(first, second, real.Length, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return Math.Max(0, between + a.Trace + b.Trace - 2 * product.Svd(computeVectors: false).S.Sum());
    }

    /// <summary>The mean, the rows (x − mean)/√(n − 1), and the trace of the covariance: the sum of their squares.</summary>
    private static (double[] Mean, double[] Rows, double Trace) Centre(FeatureSet set)
    {
        var mean = new double[set.Length];
        for (var r = 0; r < set.Count; r++)
        {
            for (var i = 0; i < mean.Length; i++)
                mean[i] += set[r][i] / set.Count;
        }
        var (rows, scale, trace) = (set.Values.ToArray(), 1 / Math.Sqrt(set.Count - 1.0), 0.0);
        for (var r = 0; r < set.Count; r++)
        {
            var row = rows.AsSpan(r * mean.Length, mean.Length);
            for (var i = 0; i < mean.Length; i++)
            {
                row[i] = (row[i] - mean[i]) * scale;
                trace += row[i] * row[i];
            }
        }
        return (mean, rows, trace);
    }

    /// <summary>Rows R with RᵀR the covariance, at most as many as features.</summary>
    private static double[] Root(double[] rows, int length, CancellationToken cancellation)
    {
        var count = rows.Length / length;
        if (count <= length)
            return rows;
        var columns = new double[length][];
        for (var j = 0; j < length; j++)
        {
            columns[j] = new double[count];
            for (var i = 0; i < count; i++)
                columns[j][i] = rows[i * length + j];
        }
        return TriangularFactor.Of(columns, cancellation);
    }

    /// <summary>R₁R₂ᵀ.</summary>
    private static Matrix<double> Product(double[] first, double[] second, int length, CancellationToken cancellation)
    {
        var product = Matrix<double>.Build.Dense(first.Length / length, second.Length / length);
        var (step, blocks) = (PairBlock.Side * length, (first.Length / length + PairBlock.Side - 1) / PairBlock.Side);
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellation }, block =>
        {
            var rows = first.AsSpan(block * step, Math.Min(step, first.Length - block * step));
            var room = new double[PairBlock.Side * PairBlock.Side];
            for (var start = 0; start < second.Length; start += step)
            {
                var columns = second.AsSpan(start, Math.Min(step, second.Length - start));
                var width = columns.Length / length;
                PairBlock.Products(rows, columns, length, room);
                for (var i = 0; i < rows.Length / length * width; i++)
                    product[block * PairBlock.Side + i / width, start / length + i % width] = room[i];
            }
        });
        return product;
    }
}
