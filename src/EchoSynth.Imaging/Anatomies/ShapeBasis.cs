using MathNet.Numerics.LinearAlgebra;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>Mean, modes of variation and their standard deviations: x = mean + Σ z_k σ_k u_k, z_k standard normal.</summary>
/// <param name="Mean">[p].</param>
/// <param name="Modes">[k][p], orthonormal, the largest component of each positive.</param>
/// <param name="Deviations">[k], falling, in the vector's unit (mm).</param>
/// <param name="Residual">Variance of one number that the modes leave out, mm².</param>
/// <param name="Explained">Share of the variance that the modes keep.</param>
internal sealed record ShapeBasis(double[] Mean, double[][] Modes, double[] Deviations, double Residual, double Explained)
{
    /// <summary>Least variance of a landmark's number that is taken for noise, mm²: annotations are no better than that.</summary>
    public const double LeastResidual = 0.05;

    public static ShapeBasis Fit(IReadOnlyList<double[]> vectors, double variance)
    {
        var (n, p) = (vectors.Count, vectors[0].Length);
        var mean = new double[p];
        foreach (var vector in vectors)
        {
            for (var i = 0; i < p; i++)
                mean[i] += vector[i] / n;
        }
        var centred = Matrix<double>.Build.Dense(n, p, (r, c) => vectors[r][c] - mean[c]);
        // The smaller of the two Gram matrices has the same eigenvalues: few hearts or few landmarks, whichever are fewer.
        var small = n < p;
        var gram = (small ? centred * centred.Transpose() : centred.Transpose() * centred) / (n - 1);
        var eigen = gram.Evd(Symmetricity.Symmetric);
        var order = Enumerable.Range(0, gram.RowCount).OrderByDescending(i => eigen.EigenValues[i].Real).ToArray();
        var values = order.Select(i => Math.Max(0, eigen.EigenValues[i].Real)).ToArray();
        var total = values.Sum();
        if (!(total > 1e-6))
            throw new ArgumentException("All hearts are alike; a model of variation needs different ones.", nameof(vectors));
        var (kept, sum) = (0, 0.0);
        while (kept < Math.Min(ShapeModelOptions.MostModes, n - 1) && sum < variance * total && values[kept] > 1e-9 * total)
            sum += values[kept++];
        var modes = new double[kept][];
        for (var k = 0; k < kept; k++)
        {
            var direction = eigen.EigenVectors.Column(order[k]);
            modes[k] = Oriented(small ? centred.TransposeThisAndMultiply(direction).Normalize(2).ToArray() : direction.ToArray());
        }
        var residual = Math.Max(LeastResidual, (total - sum) / Math.Max(1, p - kept));
        return new ShapeBasis(mean, modes, [.. values.Take(kept).Select(Math.Sqrt)], residual, sum / total);
    }

    public double[] At(ReadOnlySpan<double> coefficients)
    {
        var vector = (double[])Mean.Clone();
        for (var k = 0; k < coefficients.Length; k++)
        {
            var scale = coefficients[k] * Deviations[k];
            for (var i = 0; i < vector.Length; i++)
                vector[i] += scale * Modes[k][i];
        }
        return vector;
    }

    /// <summary>The coefficients of the nearest shape that the modes can make.</summary>
    public double[] Project(ReadOnlySpan<double> vector)
    {
        var coefficients = new double[Modes.Length];
        for (var k = 0; k < coefficients.Length; k++)
        {
            var sum = 0.0;
            for (var i = 0; i < vector.Length; i++)
                sum += Modes[k][i] * (vector[i] - Mean[i]);
            coefficients[k] = sum / Deviations[k];
        }
        return coefficients;
    }

    // An eigenvector's sign is arbitrary.
    private static double[] Oriented(double[] mode)
    {
        var sign = Math.Sign(mode.MaxBy(Math.Abs));
        return sign < 0 ? [.. mode.Select(m => -m)] : mode;
    }
}
