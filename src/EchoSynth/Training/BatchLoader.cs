using System.Collections.Concurrent;

namespace EchoSynth.Training;

/// <summary>
/// Prepares the batches of the coming steps on the thread pool, a bounded number ahead, and hands them out in order. A batch is a pure function of its step,
/// so what comes out does not depend on when or where it was made. No tensor is touched off the training thread.
/// </summary>
/// <remarks>One thread takes; disposing waits until nothing runs any more.</remarks>
internal sealed class BatchLoader : IDisposable
{
    private readonly Func<BatchBuffers> _create;
    private readonly Action<long, BatchBuffers, CancellationToken> _fill;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<Task<BatchBuffers>> _coming = new();
    private readonly ConcurrentBag<BatchBuffers> _free = [];
    private readonly long _end;
    private readonly int _ahead;
    private long _next;
    private BatchBuffers? _lent;

    /// <param name="create">Makes buffers for one batch.</param>
    /// <param name="fill">Fills the buffers with the batch of a step, on any thread.</param>
    /// <param name="first">First step to hand out.</param>
    /// <param name="end">The step after the last.</param>
    /// <param name="ahead">Batches prepared ahead, at least 1.</param>
    /// <param name="clock">Measures the waiting.</param>
    public BatchLoader(Func<BatchBuffers> create, Action<long, BatchBuffers, CancellationToken> fill, long first, long end, int ahead, TimeProvider clock)
    {
        (_create, _fill, _next, _end, _ahead, _clock) = (create, fill, first, end, ahead, clock);
        Refill();
    }

    /// <summary>Time spent waiting in <see cref="Take"/>, in all.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>The next batch; valid until the next call. Null when cancelled while waiting.</summary>
    /// <remarks>What went wrong while the batch was prepared is thrown here.</remarks>
    public BatchBuffers? Take(CancellationToken cancellationToken)
    {
        if (_lent is not null)
            _free.Add(_lent);
        _lent = null;
        Refill();
        if (!_coming.TryPeek(out var task))
            throw new InvalidOperationException("All batches were taken.");
        if (!task.IsCompleted)
        {
            var start = _clock.GetTimestamp();
            try
            {
                // Not Task.Wait, which would make a batch that has not begun here and now.
                WaitHandle.WaitAny([((IAsyncResult)task).AsyncWaitHandle, cancellationToken.WaitHandle]);
            }
            finally
            {
                Waited += _clock.GetElapsedTime(start);
            }
            if (!task.IsCompleted)
                return null;
        }
        using var taken = _coming.Dequeue();
        return _lent = taken.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        foreach (var task in _coming)
        {
            // An error of a batch that nobody took is nobody's concern.
            ((Task)task).ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
        }
        _coming.Clear();
        _stop.Dispose();
    }

    private void Refill()
    {
        for (; _coming.Count < _ahead && _next < _end; _next++)
        {
            var step = _next;
            _coming.Enqueue(Task.Run(() => Prepare(step), CancellationToken.None));
        }
    }

    private BatchBuffers Prepare(long step)
    {
        _stop.Token.ThrowIfCancellationRequested();
        if (!_free.TryTake(out var buffers))
            buffers = _create();
        _fill(step, buffers, _stop.Token);
        return buffers;
    }
}
