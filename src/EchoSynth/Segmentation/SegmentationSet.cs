using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;

namespace EchoSynth.Segmentation;

/// <summary>Pairs at a network's size, two bytes a pixel: what a segmenter is trained on.</summary>
internal sealed class SegmentationSet
{
    private readonly Entry[] _entries;

    private SegmentationSet(int size, Entry[] entries) => (Size, _entries) = (size, entries);

    /// <summary>Height and width in pixels.</summary>
    public int Size { get; }

    public int Count => _entries.Length;

    /// <summary>The pair at a place, its sector marked.</summary>
    public EchoPair this[int index]
    {
        get
        {
            var (item, grey, labels, spacing) = _entries[index];
            return new EchoPair(item, EchoImage.FromBytes(Size, Size, grey, spacing), new AnatomyMask(Size, Size, labels, spacing));
        }
    }

    /// <exception cref="ArgumentException">Image and mask of a pair differ in size.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SegmentationSet Of(IReadOnlyList<EchoPair> pairs, int size, CancellationToken cancellationToken)
    {
        var entries = new Entry[pairs.Count];
        void Frame(EchoPair pair, ParallelLoopState state, long index)
        {
            var (framed, _) = FrameGeometry.Frame(Checked(pair), size);
            entries[index] = new Entry(pair.Item, framed.Image.ToBytes(), framed.Mask.Labels.ToArray(), framed.Image.Spacing);
        }
        try
        {
            // The list may read its pairs from files: one after the other, and no more of them at once than there are threads.
            Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(pairs, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, Frame);
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
        return new SegmentationSet(size, entries);
    }

    /// <summary>The pairs of the chosen patients; nothing is copied.</summary>
    public SegmentationSet Where(Func<EchoItem, bool> chosen) => new(Size, [.. _entries.Where(e => chosen(e.Item))]);

    /// <summary>These pairs and those; nothing is copied.</summary>
    public SegmentationSet With(SegmentationSet others) => new(Size, [.. _entries, .. others._entries]);

    private static EchoPair Checked(EchoPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return pair.Image.Width == pair.Mask.Width && pair.Image.Height == pair.Mask.Height
            ? pair
            : throw new ArgumentException($"{pair.Item.Id}: the image is {pair.Image.Width} × {pair.Image.Height}, its mask {pair.Mask.Width} × {pair.Mask.Height}; they must be of one size.");
    }

    private sealed record Entry(EchoItem Item, byte[] Grey, byte[] Labels, PixelSpacing Spacing);
}
