namespace EchoSynth.Imaging.Features;

/// <summary>The features of a set of images: one row for each.</summary>
public sealed class FeatureSet
{
    /// <summary>Features must lie within ± this: the squared sum over all pairs of the cube of a product of two is then a finite number.</summary>
    internal const double Largest = 1e20;
    private readonly double[] _values;

    /// <summary>Keeps rows of one length.</summary>
    /// <param name="extractor">The extractor's name.</param>
    /// <param name="rows">At least one row, of at least one number; copied.</param>
    /// <param name="names">The features' names, or null.</param>
    /// <param name="standardise">Whether distances are to be measured after <see cref="StandardisedBy"/>: <see cref="IFeatureExtractor.Standardise"/>.</param>
    /// <exception cref="ArgumentException">No rows, rows of different lengths, or a number that is not finite or beyond ±1e20.</exception>
    public FeatureSet(string extractor, IReadOnlyList<double[]> rows, IReadOnlyList<string>? names = null, bool standardise = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(extractor);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0 || rows[0].Length == 0)
            throw new ArgumentException("There are no features.", nameof(rows));
        (Extractor, Count, Length, Names, Standardise) = (extractor, rows.Count, rows[0].Length, names, standardise);
        if (names is not null && names.Count != Length)
            throw new ArgumentException($"{names.Count} names for {Length} features.", nameof(names));
        _values = new double[checked((long)Count * Length)];
        for (var r = 0; r < Count; r++)
        {
            if (rows[r].Length != Length)
                throw new ArgumentException($"Row {r} has {rows[r].Length} features, the first {Length}.", nameof(rows));
            var wrong = Array.FindIndex(rows[r], v => !(Math.Abs(v) <= Largest));
            if (wrong >= 0)
                throw new ArgumentException(FormattableString.Invariant($"Row {r}: feature {names?[wrong] ?? $"{wrong}"} is {rows[r][wrong]}; features must be finite and within ±{Largest}."), nameof(rows));
            rows[r].CopyTo(_values, (long)r * Length);
        }
    }

    /// <summary>What computed the features: <see cref="IFeatureExtractor.Name"/>. Sets of different ones are not compared.</summary>
    public string Extractor { get; }

    /// <summary>Images.</summary>
    public int Count { get; }

    /// <summary>Features of an image.</summary>
    public int Length { get; }

    /// <summary>The features' names, or null.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>Whether distances are to be measured in units of the real images' deviations; false for features that are so already.</summary>
    public bool Standardise { get; }

    /// <summary>All rows, one behind the other.</summary>
    internal ReadOnlySpan<double> Values => _values;

    /// <summary>The features of one image.</summary>
    public ReadOnlySpan<double> this[int row] => _values.AsSpan(checked(row * Length), Length);

    /// <summary>The same features in units of another set: minus its mean, over its standard deviation (n − 1). A feature that is constant there is only shifted.</summary>
    /// <param name="reference">Usually the real images.</param>
    /// <exception cref="ArgumentException">Another extractor or length.</exception>
    public FeatureSet StandardisedBy(FeatureSet reference)
    {
        CheckSame(this, reference);
        var (mean, scale) = reference.Moments();
        return new FeatureSet(Extractor, [.. Enumerable.Range(0, Count).Select(r =>
        {
            var row = this[r].ToArray();
            for (var i = 0; i < row.Length; i++)
                row[i] = (row[i] - mean[i]) / scale[i];
            return row;
        })], Names);
    }

    /// <summary>Some of the rows, in the order given.</summary>
    internal FeatureSet Take(IEnumerable<int> rows) => new(Extractor, [.. rows.Select(r => this[r].ToArray())], Names, Standardise);

    internal static void CheckSame(FeatureSet a, FeatureSet b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Extractor != b.Extractor || a.Length != b.Length)
            throw new ArgumentException($"Features of '{a.Extractor}' ({a.Length}) and of '{b.Extractor}' ({b.Length}) cannot be compared.");
    }

    /// <summary>The means, and the deviations (n − 1) with 1 where a feature is constant but for rounding.</summary>
    internal (double[] Mean, double[] Scale) Moments()
    {
        double[] mean = new double[Length], scale = new double[Length];
        for (var r = 0; r < Count; r++)
        {
            for (var i = 0; i < Length; i++)
                mean[i] += this[r][i] / Count;
        }
        for (var r = 0; r < Count; r++)
        {
            for (var i = 0; i < Length; i++)
                scale[i] += (this[r][i] - mean[i]) * (this[r][i] - mean[i]) / Math.Max(1, Count - 1);
        }
        for (var i = 0; i < Length; i++)
            scale[i] = scale[i] > 1e-24 * Math.Max(1, mean[i] * mean[i]) ? Math.Sqrt(scale[i]) : 1;
        return (mean, scale);
    }
}
