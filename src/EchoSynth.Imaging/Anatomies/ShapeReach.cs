using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>
/// Finds coefficients z whose masks have the asked-for measures f(z) = t: the nearest to a start z₀, min |z − z₀|², by Newton's steps on the constraint,
/// z ← z₀ + Jᵀ(JJᵀ)⁻¹(t − f(z) + J(z − z₀)). J is taken from the outlines, f from the pixels.
/// </summary>
internal sealed class ShapeReach
{
    private const int Steps = 25, Attempts = 40;
    private const double Tolerance = 0.005, LongestStep = 1.5, Difference = 0.05;
    private readonly ShapeModel _model;
    private readonly double _limit;
    private readonly ShapeFrame _frame;
    private readonly int[] _which;
    private readonly double[] _target;

    public ShapeReach(ShapeModel model, ShapeTargets targets, double limit, ShapeFrame frame)
    {
        if (!(limit > 0 && limit <= 10))
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "The limit must be above 0 and at most 10 standard deviations.");
        frame.Validate();
        (_model, _limit, _frame) = (model, limit, frame);
        _which = [.. Enumerable.Range(0, targets.Values.Length).Where(i => targets.Values[i] is not null)];
        _target = [.. _which.Select(i => targets.Values[i]!.Value)];
    }

    public ShapeAnatomy Find(ulong? seed)
    {
        var mean = new double[_model.Deviations.Count];
        var nearest = Solve(mean, mean, pixels: false);
        if (nearest is null || Norm(nearest) > _limit)
            throw new ArgumentException(Beyond(nearest));
        IReadOnlyList<AnatomyProblem> problems = [];
        // Drawn coefficients stay within what Sample would draw; the targets may take them as far as the limit.
        var furthest = Math.Max(_limit, ShapeModel.DefaultLimit);
        for (var attempt = 0; attempt < (seed is null ? 1 : Attempts); attempt++)
        {
            // Draws that do not do are tried nearer and nearer to the most probable anatomy.
            var start = seed is { } s ? Toward(nearest, _model.Draw(s, attempt, ShapeModel.DefaultLimit), 1 - ((double)attempt / Attempts)) : mean;
            if (Solve(start, Solve(start, start, pixels: false) ?? start, pixels: true) is not { } found || found.Any(z => Math.Abs(z) > furthest))
                continue;
            var anatomy = new ShapeAnatomy(_model, found, _model.Basis.At(found), attempt);
            problems = anatomy.Check(_frame);
            if (problems.Count == 0)
                return anatomy;
        }
        throw new ArgumentException($"No valid anatomy has {Asked()}: {string.Join(" ", problems.Select(p => p.Message))}");
    }

    /// <param name="start">What to stay near to.</param>
    /// <param name="first">Where to begin.</param>
    /// <param name="pixels">Whether measures are taken from pixels; from outlines it is quicker, and nearly there.</param>
    private double[]? Solve(double[] start, double[] first, bool pixels)
    {
        var (z, z0) = (Vector<double>.Build.Dense((double[])first.Clone()), Vector<double>.Build.Dense((double[])start.Clone()));
        for (var step = 0; step < Steps; step++)
        {
            if (Measure(z.AsArray(), pixels) is not { } measured)
                return null;
            var error = Vector<double>.Build.Dense(_which.Length, i => (_target[i] - measured[_which[i]]) / _target[i]);
            var jacobian = Jacobian(z.AsArray());
            var gram = jacobian * jacobian.Transpose();
            if (!error.All(double.IsFinite) || !(Math.Abs(gram.Determinant()) > 1e-14))
                return null;
            var next = z0 + (jacobian.Transpose() * gram.Solve(error + (jacobian * (z - z0))));
            var change = next - z;
            if (error.AbsoluteMaximum() < Tolerance && change.L2Norm() < 0.1)
                return z.AsArray();
            z += change.L2Norm() > LongestStep ? change * (LongestStep / change.L2Norm()) : change;
            if (z.L2Norm() > 40)
                return null;
        }
        return Measure(z.AsArray(), pixels) is { } last && _which.Select((w, i) => Math.Abs((_target[i] - last[w]) / _target[i])).Max() < 2 * Tolerance ? z.AsArray() : null;
    }

    private double[]? Measure(double[] z, bool pixels)
    {
        var vector = _model.Basis.At(z);
        return pixels ? OutlineMeasures.Of(new ShapeAnatomy(_model, z, vector).Render(_frame)) : OutlineMeasures.Of(vector);
    }

    /// <summary>Derivatives of the measures in units of their targets: [targets × modes].</summary>
    private Matrix<double> Jacobian(double[] z)
    {
        var jacobian = Matrix<double>.Build.Dense(_which.Length, z.Length);
        for (var k = 0; k < z.Length; k++)
        {
            double[] Shifted(double by)
            {
                var moved = (double[])z.Clone();
                moved[k] += by;
                return OutlineMeasures.Of(_model.Basis.At(moved));
            }
            var (up, down) = (Shifted(Difference), Shifted(-Difference));
            for (var i = 0; i < _which.Length; i++)
                jacobian[i, k] = (up[_which[i]] - down[_which[i]]) / (2 * Difference * _target[i]);
        }
        return jacobian;
    }

    private static double[] Toward(double[] from, double[] to, double share) => [.. from.Zip(to, (a, b) => (share * b) + ((1 - share) * a))];

    private static double Norm(double[] z) => Math.Sqrt(z.Sum(c => c * c));

    private string Asked() => string.Join(", ", _which.Select((w, i) => string.Create(CultureInfo.InvariantCulture, $"{ShapeTargets.Names[w]} {_target[i]:0.#} {ShapeTargets.Units[w]}")));

    private string Beyond(double[]? nearest)
    {
        var distance = nearest is null ? "is nowhere in the model" : string.Create(CultureInfo.InvariantCulture, $"is {Norm(nearest):0.0} standard deviations from the mean");
        var ranges = _which.Select((w, i) => string.Create(CultureInfo.InvariantCulture, $"{ShapeTargets.Names[w]} {Extreme(w, i, -1):0} to {Extreme(w, i, 1):0} {ShapeTargets.Units[w]}"));
        return string.Create(CultureInfo.InvariantCulture, $"The most probable anatomy with {Asked()} {distance}; the limit is {_limit:0.0}. Within it each by itself reaches about: {string.Join(", ", ranges)}.");
    }

    /// <summary>The largest (or smallest) value of one measure within the limit, by going along its gradient.</summary>
    private double Extreme(int measure, int row, int sign)
    {
        var z = Vector<double>.Build.Dense(_model.Deviations.Count);
        for (var step = 0; step < 8; step++)
        {
            var gradient = Jacobian(z.AsArray()).Row(row);
            z = gradient.Normalize(2) * (sign * _limit);
        }
        return OutlineMeasures.Of(_model.Basis.At(z.AsArray()))[measure];
    }
}
