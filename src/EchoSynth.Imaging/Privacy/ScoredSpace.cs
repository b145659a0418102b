namespace EchoSynth.Imaging.Privacy;

/// <summary>A space in which a quick score of every pair chooses a few candidates, which are then measured.</summary>
/// <param name="pixels">The pool's pixels: beyond <paramref name="maxPairs"/> pairs the nearest there are the candidates.</param>
/// <param name="maxPairs">Pairs of which all are scored, four bytes each.</param>
/// <param name="candidates">How many are measured.</param>
/// <param name="maxThreads">0 for one per core.</param>
internal abstract class ScoredSpace(RowSet pixels, long maxPairs, int candidates, int maxThreads) : IPairSpace
{
    private const int PixelCandidates = 10;

    public abstract string Name { get; }

    public bool ComparesAll(long pairs) => pairs <= maxPairs;

    public (Neighbour[] OfA, Neighbour[] OfB) Nearest(int[] a, int[] b, bool both, IProgress<PrivacyProgress>? progress, CancellationToken cancellationToken)
    {
        var same = ReferenceEquals(a, b);
        var (ofA, ofB) = ComparesAll((long)a.Length * b.Length) ? Scored(a, b, same, progress, cancellationToken) : ByPixels(a, b, same, both, progress, cancellationToken);
        return (Measure(a, ofA, progress, cancellationToken), both ? Measure(b, ofB, progress, cancellationToken) : []);
    }

    /// <summary>Higher is closer, [a × b].</summary>
    protected abstract void Score(int[] a, int[] b, float[] scores, ParallelOptions parallel, IProgress<PrivacyProgress>? progress);

    /// <summary>The distances of one image to some others; safe for concurrent calls.</summary>
    protected abstract double[] Distances(int image, int[] others);

    protected ParallelOptions Parallelism(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = maxThreads == 0 ? Environment.ProcessorCount : maxThreads, CancellationToken = cancellationToken };

    private (int[][] OfA, int[][] OfB) Scored(int[] a, int[] b, bool same, IProgress<PrivacyProgress>? progress, CancellationToken cancellationToken)
    {
        var scores = new float[a.Length * b.Length];
        Score(a, b, scores, Parallelism(cancellationToken), progress);
        var (ofA, ofB) = (Lists(a.Length), Lists(b.Length));
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j < b.Length; j++)
            {
                if (same && i == j)
                    continue;
                ofA[i].Offer(b[j], -scores[i * b.Length + j]);
                ofB[j].Offer(a[i], -scores[i * b.Length + j]);
            }
        }
        return ([.. ofA.Select(s => s.Indices.ToArray())], [.. ofB.Select(s => s.Indices.ToArray())]);

        Shortlist[] Lists(int count) => [.. Enumerable.Range(0, count).Select(_ => new Shortlist(candidates))];
    }

    private (int[][] OfA, int[][] OfB) ByPixels(int[] a, int[] b, bool same, bool both, IProgress<PrivacyProgress>? progress, CancellationToken cancellationToken)
    {
        var (x, y) = (pixels.Pick(a), pixels.Pick(b));
        var options = new NearestOptions { Neighbours = PixelCandidates, ExcludeSame = same, MaxThreads = maxThreads };
        return (Find(x, y, b), both ? Find(y, x, a) : []);

        int[][] Find(RowSet queries, RowSet references, int[] names) =>
            [.. NearestNeighbours.Find(queries, references, options, progress, cancellationToken).Select(found => found.Select(n => names[n.Index]).ToArray())];
    }

    private Neighbour[] Measure(int[] images, int[][] others, IProgress<PrivacyProgress>? progress, CancellationToken cancellationToken)
    {
        var nearest = new Neighbour[images.Length];
        var clock = new ProgressClock($"{Name}: candidates", images.Length, progress);
        Parallel.For(0, images.Length, Parallelism(cancellationToken), i =>
        {
            nearest[i] = Neighbour.None;
            var distances = Distances(images[i], others[i]);
            for (var k = 0; k < distances.Length; k++)
                nearest[i] = Neighbour.Nearer(nearest[i], new Neighbour(others[i][k], distances[k]));
            clock.Add(1);
        });
        return nearest;
    }
}
