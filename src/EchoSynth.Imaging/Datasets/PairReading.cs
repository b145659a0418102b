using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Imaging.Datasets;

/// <summary>Pairs of a data set as they are asked for, a bounded number read ahead: memory does not depend on the data set's size.</summary>
public static class PairReading
{
    /// <summary>Goes through a data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="options">Order, rounds and reading ahead; the defaults when null.</param>
    /// <param name="cancellationToken">Stops between pairs.</param>
    /// <returns>The pairs in their order, whatever is read first. An error in a file comes when its pair's turn does; leaving the loop stops the reading.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IEnumerable<EchoPair> Read(this IEchoDataset dataset, PairReadingOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        options ??= new PairReadingOptions();
        options.Validate();
        return Pairs(dataset, options, cancellationToken);
    }

    private static IEnumerable<EchoPair> Pairs(IEchoDataset dataset, PairReadingOptions options, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var coming = new Queue<Task<EchoPair>>();
        using var order = Order(options.Items ?? dataset.Items, options).GetEnumerator();
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                while (coming.Count < options.Ahead && order.MoveNext())
                {
                    var item = order.Current;
                    coming.Enqueue(Task.Run(() => dataset.Load(item), stop.Token));
                }
                if (!coming.TryDequeue(out var next))
                    yield break;
                yield return next.GetAwaiter().GetResult();
            }
        }
        finally
        {
            stop.Cancel();
            // What is being read goes on to its end: the caller may dispose of what it reads from.
            foreach (var task in coming)
                ((Task)task).ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }

    private static IEnumerable<EchoItem> Order(IReadOnlyList<EchoItem> items, PairReadingOptions options)
    {
        for (var round = 0; items.Count > 0 && round < (options.Rounds ?? int.MaxValue); round++)
        {
            var order = Enumerable.Range(0, items.Count).ToArray();
            if (options.ShuffleSeed is { } seed)
            {
                var random = new PhantomRandom(seed, (ulong)round);
                for (var i = order.Length - 1; i > 0; i--)
                {
                    var other = (int)(random.NextDouble() * (i + 1));
                    (order[i], order[other]) = (order[other], order[i]);
                }
            }
            foreach (var index in order)
                yield return items[index];
        }
    }
}
