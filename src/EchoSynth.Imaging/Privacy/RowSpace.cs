namespace EchoSynth.Imaging.Privacy;

/// <summary>Euclidean distances between pixels or features.</summary>
internal sealed class RowSpace(string name, RowSet rows, int maxThreads) : IPairSpace
{
    public string Name => name;

    public bool ComparesAll(long pairs) => true;

    public (Neighbour[] OfA, Neighbour[] OfB) Nearest(int[] a, int[] b, bool both, IProgress<PrivacyProgress>? progress, CancellationToken cancellationToken)
    {
        var (x, y) = (rows.Pick(a), rows.Pick(b));
        var options = new NearestOptions { Neighbours = 1, ExcludeSame = ReferenceEquals(a, b), MaxThreads = maxThreads };
        return (Find(x, y, b), both ? Find(y, x, a) : []);

        Neighbour[] Find(RowSet queries, RowSet references, int[] names) => [.. NearestNeighbours.Find(queries, references, options, progress, cancellationToken)
            .Select(found => found.Length == 0 ? Neighbour.None : found[0] with { Index = names[found[0].Index] })];
    }
}
