using EchoSynth.Augmentation;
using EchoSynth.Tensors;

namespace EchoSynth.Segmentation;

/// <summary>Makes batches, one or two ahead of the network: each a pure function of (pairs, options, step).</summary>
internal sealed class SegmentationBatches(SegmentationSet set, SegmenterOptions options) : IDisposable
{
    private const ulong OrderStream = 1UL << 61, AugmentationStream = 1UL << 60;
    private const int Ahead = 2;
    private readonly PairAugmenter? _augmenter = options.Augmentation is { } augmentation ? new PairAugmenter(augmentation) : null;
    private readonly Queue<Task<Batch>> _coming = new();
    private readonly CancellationTokenSource _stop = new();
    private int _started;

    /// <summary>The next batch.</summary>
    public Batch Next()
    {
        while (_coming.Count < Ahead && _started < options.Steps)
        {
            var step = _started++;
            _coming.Enqueue(Task.Run(() => Make(step), _stop.Token));
        }
        return _coming.Dequeue().GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _stop.Cancel();
        // What is under way ends before what it reads from is gone.
        foreach (var task in _coming)
            ((Task)task).ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
        _stop.Dispose();
    }

    private Batch Make(int step)
    {
        int n = options.BatchSize, pixels = set.Size * set.Size;
        var batch = new Batch(new float[n * pixels], new long[n * pixels]);
        var (epoch, order) = (-1L, Array.Empty<int>());
        for (var i = 0; i < n; i++)
        {
            _stop.Token.ThrowIfCancellationRequested();
            var position = (long)step * n + i;
            if (position / set.Count != epoch)
            {
                epoch = position / set.Count;
                order = PhiloxNoise.Permutation(set.Count, (ulong)options.Seed, OrderStream + (ulong)epoch);
            }
            var pair = set[order[position % set.Count]];
            pair = _augmenter?.Apply(pair, PhiloxNoise.Word((ulong)position, (ulong)options.Seed, AugmentationStream)) ?? pair;
            SegmentationInput.Standardise(pair.Image.Pixels, batch.Images.AsSpan(i * pixels, pixels));
            SegmentationInput.Classes(pair.Mask.Labels, batch.Labels.AsSpan(i * pixels, pixels));
        }
        return batch;
    }

    /// <param name="Images">[N, 1, H, W]</param>
    /// <param name="Labels">[N, H, W]</param>
    internal sealed record Batch(float[] Images, long[] Labels);
}
