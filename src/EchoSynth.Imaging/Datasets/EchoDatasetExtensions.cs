using System.Collections.Concurrent;
using System.Diagnostics;

namespace EchoSynth.Imaging.Datasets;

/// <summary>What can be done with every data set.</summary>
public static class EchoDatasetExtensions
{
    /// <summary>Loads the items and counts what is in them. An item that cannot be loaded is listed, not thrown.</summary>
    /// <remarks>As many pairs are in memory as there are threads. The result is the same however many those are.</remarks>
    /// <param name="dataset">The data set; any implementation.</param>
    /// <param name="options">How much to load; the defaults when null.</param>
    /// <param name="progress">Told after each item, from several threads.</param>
    /// <param name="cancellationToken">Stops between items.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static DatasetInspection Inspect(this IEchoDataset dataset, InspectOptions? options = null, IProgress<InspectProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options ??= new InspectOptions();
        options.Validate();
        var items = dataset.Items;
        var total = Math.Min(items.Count, options.Limit ?? int.MaxValue);
        var tally = new InspectTally(items.Count);
        var (clock, done) = (Stopwatch.StartNew(), 0);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxThreads == 0 ? Environment.ProcessorCount : options.MaxThreads, CancellationToken = cancellationToken };
        // One after the other, not in blocks: the frames of a sequence are loaded at about the same time.
        var chosen = Enumerable.Range(0, total).Select(i => (int)((long)i * items.Count / total));
        Parallel.ForEach(Partitioner.Create(chosen, EnumerablePartitionerOptions.NoBuffering), parallel, index =>
        {
            try
            {
                tally.Add(index, dataset.Load(items[index]));
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                tally.Fail(index, items[index], error);
            }
            var count = Interlocked.Increment(ref done);
            var rate = count / Math.Max(clock.Elapsed.TotalSeconds, 1e-6);
            progress?.Report(new InspectProgress(count, total, rate, TimeSpan.FromSeconds((total - count) / rate)));
        });
        return tally.Result(dataset);
    }
}
