namespace EchoSynth.Studio.Drawing;

/// <summary>Work in the order asked for, on threads of its own, so that libtorch's per-thread state and memory stay with few threads whatever the number of clients.</summary>
internal sealed class WorkQueue : IDisposable
{
    private readonly LinkedList<Work> _waiting = [];
    private readonly Thread[] _threads;
    private readonly int _most;
    private bool _closed;

    /// <param name="name">Of the threads.</param>
    /// <param name="threads">How many work.</param>
    /// <param name="most">How many may wait.</param>
    public WorkQueue(string name, int threads, int most)
    {
        _most = most;
        _threads = [.. Enumerable.Range(0, threads).Select(i => new Thread(Loop) { Name = $"{name} {i}", IsBackground = true })];
        foreach (var thread in _threads)
            thread.Start();
    }

    public int Waiting
    {
        get
        {
            lock (_waiting)
                return _waiting.Count;
        }
    }

    /// <summary>Runs work when its turn comes.</summary>
    /// <param name="work">The work; must heed its token.</param>
    /// <param name="cancellationToken">Takes it out of the queue, or stops it.</param>
    /// <param name="admitted">Whether it belongs to something that was let in before, such as the second frame of a loop, and so is not turned away.</param>
    /// <exception cref="QueueFullException">Too many wait.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<T> Run<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken, bool admitted = false)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var item = new LinkedListNode<Work>(new Work(() => Perform(work, done, cancellationToken), () => done.TrySetCanceled(cancellationToken)));
        lock (_waiting)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_waiting.Count >= _most && !admitted)
                throw new QueueFullException(_waiting.Count);
            _waiting.AddLast(item);
            Monitor.Pulse(_waiting);
        }
        using var registration = cancellationToken.Register(() => Withdraw(item));
        return await done.Task.ConfigureAwait(false);
    }

    public void Dispose()
    {
        lock (_waiting)
        {
            _closed = true;
            foreach (var work in _waiting)
                work.Cancel();
            _waiting.Clear();
            Monitor.PulseAll(_waiting);
        }
        foreach (var thread in _threads)
            thread.Join();
    }

    private static void Perform<T>(Func<CancellationToken, T> work, TaskCompletionSource<T> done, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            done.TrySetResult(work(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            done.TrySetCanceled(cancellationToken);
        }
        catch (Exception e)
        {
            // Whoever asked for it is told; the thread goes on.
            done.TrySetException(e);
        }
    }

    private void Withdraw(LinkedListNode<Work> item)
    {
        lock (_waiting)
        {
            if (item.List is null)
                return;
            _waiting.Remove(item);
        }
        item.Value.Cancel();
    }

    private void Loop()
    {
        while (true)
        {
            Work work;
            lock (_waiting)
            {
                while (_waiting.Count == 0 && !_closed)
                    Monitor.Wait(_waiting);
                if (_closed)
                    return;
                work = _waiting.First!.Value;
                _waiting.RemoveFirst();
            }
            work.Perform();
        }
    }

    private sealed record Work(Action Perform, Action Cancel);
}
