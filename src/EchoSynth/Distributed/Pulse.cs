using System.Diagnostics;

namespace EchoSynth.Distributed;

/// <summary>
/// Signs of life. Every rank counts up a number of its own in the store; rank 0 reads all of them, and writes the job's fate where one has stopped: why all must end. The others read the fate; that rank 0
/// and its store are there they see from the store's answers.
/// </summary>
/// <remarks>A call to a store that is frozen or cut off may never come back: it is this thread that waits, and <see cref="Problem"/> tells by the clock.</remarks>
internal sealed class Pulse : IDisposable
{
    private readonly ProcessGroupOptions _options;
    private readonly IKeyStore _store;
    private readonly Func<int, string> _name;
    private readonly TimeSpan _missedAfter;
    private readonly TimeSpan _interval;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly ManualResetEventSlim _said = new();
    private readonly Thread _thread;
    private readonly Timer _watch;
    private readonly Dictionary<int, (long Beats, long Seen)> _others = [];
    private long _asked;
    private long _looked = Stopwatch.GetTimestamp();
    private string? _storeError;
    private string? _fate;
    private Fate? _toSay;
    private IReadOnlyList<int> _left = [];

    /// <param name="options">Who this is.</param>
    /// <param name="store">A connection of its own.</param>
    /// <param name="name">Rank, machine and process, for people.</param>
    public Pulse(ProcessGroupOptions options, IKeyStore store, Func<int, string> name)
    {
        (_options, _store, _name, _missedAfter, _interval) = (options, store, name, options.Timeout / 2, options.Timeout / 10);
        _thread = new Thread(Run) { IsBackground = true, Name = "EchoSynth pulse" };
        _thread.Start();
        _watch = new Timer(_ => Watch(), null, _interval, _interval);
    }

    private const string HeardKey = ProcessGroup.Prefix + "heard";

    /// <summary>The number of a rank's beats.</summary>
    public static string Key(int rank) => FormattableString.Invariant($"{ProcessGroup.Prefix}beat/{rank}");

    /// <summary>The ranks that have left in order, as rank 0 knows them.</summary>
    public IReadOnlyList<int> Left => Volatile.Read(ref _left);

    /// <summary>Cancelled once there is a <see cref="Problem"/>, within a tenth of the time-out.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Why the job must end; null while nothing is wrong.</summary>
    public DistributedException? Problem()
    {
        if (Volatile.Read(ref _fate) is { } fate)
            return Fate.Read(fate);
        // Counted from a question that is out, not from the last answer: a machine that was suspended has asked nothing.
        var asked = Volatile.Read(ref _asked);
        var silent = asked == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(asked);
        if (silent <= _missedAfter)
            return null;
        return Lost(Volatile.Read(ref _storeError) is { } error
            ? $"the store there is gone ({error})"
            : FormattableString.Invariant($"the store there has not answered for {silent.TotalSeconds:0} s"));
    }

    /// <summary>Writes why the job must end, unless that is written already.</summary>
    /// <param name="fate">Why.</param>
    /// <param name="limit">How long to wait until it is written.</param>
    public void Say(Fate fate, TimeSpan limit)
    {
        Volatile.Write(ref _toSay, fate);
        _wake.Set();
        _said.Wait(limit);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _watch.Dispose();
        // Where it waits for a store that does not answer, it is left to the end of the process, and the connection with it.
        if (_thread.Join(TimeSpan.FromSeconds(1)))
        {
            _store.Dispose();
            _stop.Dispose();
            _wake.Dispose();
            _said.Dispose();
        }
    }

    private DistributedException Lost(string why) => new(
        $"Rank {_options.Rank} has lost rank 0 ({_options.MasterAddress}:{_options.MasterPort}): {why}. It ended, was frozen, or the network between the machines is down; its own output may say more. {ProcessGroup.WhatNow}", [0]);

    private void Watch()
    {
        if (Problem() is not null)
            _ended.Cancel();
    }

    private void Run()
    {
        while (true)
        {
            if (_asked == 0)
                Volatile.Write(ref _asked, Stopwatch.GetTimestamp());
            try
            {
                Beat();
                Volatile.Write(ref _storeError, null);
                Volatile.Write(ref _asked, 0);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Volatile.Write(ref _storeError, e.Message.Split('\n')[0]);
            }
            if (_fate is not null)
            {
                _said.Set();
                Heard();
                return;
            }
            if (WaitHandle.WaitAny([_stop.Token.WaitHandle, _wake], _interval) == 0)
                return;
        }
    }

    /// <summary>Rank 0 takes the store with it: before it ends it waits, for a quarter of the time-out at most, until the others know the job's fate, who would blame it otherwise.</summary>
    public void AwaitHeard()
    {
        if (_options.Rank != 0)
            return;
        var waiting = new Thread(() =>
        {
            try
            {
                var lost = Volatile.Read(ref _fate) is { } fate ? Fate.Read(fate).Ranks.Count(r => r != 0) : 0;
                // One that was thought lost may yet come to hear it.
                for (var (all, since) = (_options.WorldSize - 1, Stopwatch.GetTimestamp()); _store.Add(HeardKey, 0) is var heard && heard < all; Thread.Sleep(10))
                {
                    if (heard < all - lost)
                        since = Stopwatch.GetTimestamp();
                    else if (Stopwatch.GetElapsedTime(since) > _interval)
                        break;
                }
            }
            catch (Exception e) when (e is System.Runtime.InteropServices.ExternalException or ObjectDisposedException)
            {
                // The store is gone, and everybody knows that something is wrong.
            }
        }) { IsBackground = true };
        waiting.Start();
        waiting.Join(_options.Timeout / 4);
    }

    private void Heard()
    {
        try
        {
            if (_options.Rank != 0)
                _store.Add(HeardKey, 1);
        }
        catch (Exception e) when (e is System.Runtime.InteropServices.ExternalException or ObjectDisposedException)
        {
            // Rank 0 has not waited for so long.
        }
    }

    private void Beat()
    {
        _store.Add(Key(_options.Rank), 1);
        if (Volatile.Read(ref _toSay) is { } fateHere && _store.TryGet(Fate.Key) is null)
            _store.Set(Fate.Key, fateHere.Write());
        else if (_options.Rank == 0 && Missing() is { Count: > 0 } missing)
        {
            var names = string.Join(" and ", missing.Select(_name));
            _store.Set(Fate.Key, new Fate(missing, FormattableString.Invariant(
                $"No sign of life from {names} for {_missedAfter.TotalSeconds:0.#} s: it was killed or frozen, or the network to it is down. {ProcessGroup.WhatNow}")).Write());
        }
        if (_store.TryGet(Fate.Key) is { } fate)
            Volatile.Write(ref _fate, fate);
    }

    private List<int> Missing()
    {
        var (missing, left) = (new List<int>(), new List<int>());
        // Who stood still itself, perhaps with all the job (a suspended machine), has not watched the others.
        if (Stopwatch.GetElapsedTime(_looked) > 4 * _interval)
            _others.Clear();
        _looked = Stopwatch.GetTimestamp();
        for (var rank = 1; rank < _options.WorldSize; rank++)
        {
            var (beats, now) = (_store.Add(Key(rank), 0), Stopwatch.GetTimestamp());
            if (beats < 0)
                left.Add(rank);
            else if (!_others.TryGetValue(rank, out var last) || last.Beats != beats)
                _others[rank] = (beats, now);
            else if (Stopwatch.GetElapsedTime(last.Seen, now) > _missedAfter)
                missing.Add(rank);
        }
        Volatile.Write(ref _left, left);
        return missing;
    }
}
