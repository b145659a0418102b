using EchoSynth.Imaging.Features;

namespace EchoSynth.Imaging.Distributions;

/// <summary>Goes through blocks of rows on all cores, tells how far it is, and stops when asked to.</summary>
/// <param name="progress">The share done, 0…1.</param>
/// <param name="total">Pairs of rows that will be looked at in all.</param>
/// <param name="cancellation">Looked at after each block of pairs.</param>
internal sealed class BlockRun(IProgress<double>? progress, double total, CancellationToken cancellation)
{
    private readonly Lock _gate = new();
    private double _done;

    public static int Blocks(FeatureSet set) => (set.Count + PairBlock.Side - 1) / PairBlock.Side;

    public static ReadOnlySpan<double> Rows(FeatureSet set, int block) =>
        set.Values.Slice(block * PairBlock.Side * set.Length, Math.Min(PairBlock.Side, set.Count - block * PairBlock.Side) * set.Length);

    /// <summary>Calls <paramref name="work"/> for every block of a set; what it is given besides is room for one block's pairs.</summary>
    public void Each(FeatureSet set, Action<int, double[]> work)
    {
        try
        {
            Parallel.For(0, Blocks(set), new ParallelOptions { CancellationToken = cancellation }, () => new double[PairBlock.Side * PairBlock.Side], (block, _, room) =>
            {
                work(block, room);
                return room;
            }, _ => { });
        }
        catch (AggregateException error) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The comparison was cancelled.", error, cancellation);
        }
    }

    /// <summary>After each block of pairs.</summary>
    public void Done(long pairs)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _done += pairs;
            progress?.Report(Math.Min(1, _done / total));
        }
    }
}
