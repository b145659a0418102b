namespace EchoSynth.Imaging.Privacy;

/// <summary>The nearest points by Euclidean distance, each query against every reference.</summary>
/// <remarks>
/// |a − b|² = |a|² + |b|² − 2 a·b in single precision finds a few more candidates than asked for; their distances are then computed in double precision, so that
/// equal points have distance 0. Besides the sets themselves memory is a few MiB, whatever their sizes.
/// </remarks>
public static class NearestNeighbours
{
    /// <summary>Candidates beyond those asked for: single precision may rank points wrongly whose squared distances differ by a millionth of their squared lengths.</summary>
    private const int Spare = 8;

    /// <summary>The nearest references of each query, the nearest first.</summary>
    /// <param name="queries">The points to find neighbours of.</param>
    /// <param name="references">The points to find.</param>
    /// <param name="options">How many; the defaults when null.</param>
    /// <param name="progress">Told after each block of queries, from several threads.</param>
    /// <param name="cancellationToken">Stops within a block.</param>
    /// <returns>For each query its neighbours, nearest first; of equal distances the lower index first.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the sets do not fit together (sizes, extractors; the message names both).</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Neighbour[][] Find(RowSet queries, RowSet references, NearestOptions? options = null, IProgress<PrivacyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(references);
        options ??= new NearestOptions();
        options.Validate();
        if (options.ExcludeSame && queries.Count != references.Count)
            throw new ArgumentException($"{queries.Count} queries and {references.Count} references are not one set.", nameof(options));
        var (q, r) = RowSet.Comparable(queries, references);
        var squares = Squares(r, references.Count);
        var found = new Neighbour[queries.Count][];
        var blocks = (queries.Count + DotProducts.Rows - 1) / DotProducts.Rows;
        var clock = new ProgressClock("nearest neighbours", queries.Count, progress);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxThreads == 0 ? Environment.ProcessorCount : options.MaxThreads, CancellationToken = cancellationToken };
        Parallel.For(0, blocks, parallel, () => new float[DotProducts.Rows * DotProducts.Columns], (block, _, products) =>
        {
            var first = block * DotProducts.Rows;
            var count = Math.Min(DotProducts.Rows, queries.Count - first);
            var best = Enumerable.Range(0, count).Select(_ => new Shortlist(options.Neighbours + Spare)).ToArray();
            for (var from = 0; from < references.Count; from += DotProducts.Columns)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var width = Math.Min(DotProducts.Columns, references.Count - from);
                DotProducts.Block(q, first, count, r, from, width, queries.Length, products);
                for (var i = 0; i < count; i++)
                {
                    for (var j = 0; j < width; j++)
                    {
                        // |a|² is the same for all: it does not change the order.
                        if (!options.ExcludeSame || first + i != from + j)
                            best[i].Offer(from + j, squares[from + j] - 2 * products[i * DotProducts.Columns + j]);
                    }
                }
            }
            for (var i = 0; i < count; i++)
                found[first + i] = Refine(queries, first + i, references, best[i].Indices, options.Neighbours);
            clock.Add(count);
            return products;
        }, static _ => { });
        return found;
    }

    private static Neighbour[] Refine(RowSet queries, int query, RowSet references, ReadOnlySpan<int> candidates, int count)
    {
        var exact = new Neighbour[candidates.Length];
        for (var i = 0; i < exact.Length; i++)
            exact[i] = new Neighbour(candidates[i], queries.Distance(query, references, candidates[i]));
        return [.. exact.OrderBy(n => n.Distance).ThenBy(n => n.Index).Take(count)];
    }

    private static float[] Squares(FloatRows rows, int count)
    {
        var squares = new float[count];
        for (var i = 0; i < count; i++)
        {
            var row = rows(i);
            var sum = 0.0;
            for (var k = 0; k < row.Length; k += 256)
            {
                var part = row.Slice(k, Math.Min(256, row.Length - k));
                sum += DotProducts.Dot(part, part);
            }
            squares[i] = (float)sum;
        }
        return squares;
    }
}
