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
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly Dictionary<int, (long Beats, long Seen)> _others = [];
    private long _answered = Stopwatch.GetTimestamp();
    private string? _storeError;
    private string? _fate;
    private IReadOnlyList<int> _left = [];

    /// <param name="options">Who this is.</param>
    /// <param name="store">A connection of its own.</param>
    /// <param name="name">Rank, machine and process, for people.</param>
    public Pulse(ProcessGroupOptions options, IKeyStore store, Func<int, string> name)
    {
        (_options, _store, _name, _missedAfter) = (options, store, name, options.Timeout / 2);
        _thread = new Thread(Run) { IsBackground = true, Name = "EchoSynth pulse" };
        _thread.Start();
    }

    private const string HeardKey = ProcessGroup.Prefix + "heard";

    /// <summary>The number of a rank's beats.</summary>
    public static string Key(int rank) => FormattableString.Invariant($"{ProcessGroup.Prefix}beat/{rank}");

    /// <summary>The ranks that have left in order, as rank 0 knows them.</summary>
    public IReadOnlyList<int> Left => Volatile.Read(ref _left);

    /// <summary>Why the job must end; null while nothing is wrong.</summary>
    public DistributedException? Problem()
    {
        if (Volatile.Read(ref _fate) is { } fate)
            return Fate.Read(fate);
        var silent = Stopwatch.GetElapsedTime(Volatile.Read(ref _answered));
        if (Volatile.Read(ref _storeError) is { } error && silent > _missedAfter)
            return Lost($"the store there is gone ({error})");
        return silent > _missedAfter ? Lost(FormattableString.Invariant($"the store there has not answered for {silent.TotalSeconds:0} s")) : null;
    }

    public void Dispose()
    {
        _stop.Cancel();
        // Where it waits for a store that does not answer, it is left to the end of the process, and the connection with it.
        if (_thread.Join(TimeSpan.FromSeconds(1)))
        {
            _store.Dispose();
            _stop.Dispose();
        }
    }

    private DistributedException Lost(string why) => new(
        $"Rank {_options.Rank} has lost rank 0 ({_options.MasterAddress}:{_options.MasterPort}): {why}. It ended, was frozen, or the network between the machines is down; its own output may say more. {ProcessGroup.WhatNow}", [0]);

    private void Run()
    {
        var interval = _options.Timeout / 10;
        while (true)
        {
            try
            {
                Beat();
                Volatile.Write(ref _storeError, null);
                Volatile.Write(ref _answered, Stopwatch.GetTimestamp());
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Volatile.Write(ref _storeError, e.Message.Split('\n')[0]);
            }
            if (_fate is not null)
            {
                Heard();
                return;
            }
            if (_stop.Token.WaitHandle.WaitOne(interval))
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
                while (_store.Add(HeardKey, 0) < _options.WorldSize - 1 - lost)
                    Thread.Sleep(10);
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
        if (_options.Rank == 0 && Missing() is { Count: > 0 } missing)
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
