using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>
/// What a model expects of a frame of which some numbers are known: y = m + B z + ε with B the modes' rows of the known numbers times their deviations and ε of the model's residual
/// variance s². Then E[z | y] = (I + BᵀB/s²)⁻¹ Bᵀ(y − m)/s², and log p(y) follows from the same matrix.
/// </summary>
internal sealed class ShapeCondition
{
    private readonly ShapeBasis _basis;
    private readonly int[] _known;
    private readonly int _start;
    private readonly Matrix<double> _b;
    private readonly Cholesky<double> _inner;

    /// <param name="model">The model.</param>
    /// <param name="phase">Which of its frames.</param>
    /// <param name="known">Indices into the frame's vector.</param>
    public ShapeCondition(ShapeModel model, int phase, IEnumerable<int> known)
    {
        (_basis, _start, _known) = (model.Basis, Outline.Start(phase), [.. known]);
        var k = _basis.Modes.Length;
        _b = Matrix<double>.Build.Dense(_known.Length, k, (i, j) => _basis.Modes[j][_start + _known[i]] * _basis.Deviations[j]);
        _inner = (Matrix<double>.Build.DenseIdentity(k) + (_b.TransposeThisAndMultiply(_b) / _basis.Residual)).Cholesky();
        Mean = Outline.Read(_basis.Mean.AsSpan(_start, Outline.Size));
    }

    /// <summary>The model's mean frame.</summary>
    public Outline Mean { get; }

    /// <summary>Log-density of the known numbers, less a constant that depends on their count alone.</summary>
    /// <param name="frame">The frame's vector; only the known numbers are read.</param>
    public double LogLikelihood(double[] frame)
    {
        var difference = Difference(frame);
        var projected = _b.TransposeThisAndMultiply(difference) / _basis.Residual;
        return -0.5 * (((difference * difference) / _basis.Residual) - (projected * _inner.Solve(projected)) + _inner.DeterminantLn + (_known.Length * Math.Log(_basis.Residual)));
    }

    /// <summary>The whole frame that is expected.</summary>
    /// <param name="frame">The frame's vector; only the known numbers are read.</param>
    public Outline Expect(double[] frame)
    {
        var coefficients = _inner.Solve(_b.TransposeThisAndMultiply(Difference(frame)) / _basis.Residual);
        return Outline.Read(_basis.At(coefficients.AsArray() ?? coefficients.ToArray()).AsSpan(_start, Outline.Size));
    }

    private Vector<double> Difference(double[] frame) => Vector<double>.Build.Dense(_known.Length, i => frame[_known[i]] - _basis.Mean[_start + _known[i]]);
}
