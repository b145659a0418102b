using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace EchoSynth.Distributed;

/// <summary>How the ranks of a job find each other, and make sure that they are one job.</summary>
internal sealed class Meeting(ProcessGroupOptions options, ICollectives collectives, CancellationToken cancellation)
{
    /// <param name="WorldSize">Of the job that the rank was started for.</param>
    /// <param name="Machine">Its name.</param>
    /// <param name="Process">Its number.</param>
    /// <param name="Version">Of the library.</param>
    /// <param name="Address">By which the rank reaches rank 0; null where that is not known.</param>
    private sealed record Hello(int WorldSize, string Machine, int Process, string Version, string? Address);

    private readonly Dictionary<int, Hello> _hellos = [];
    private long _begun = Stopwatch.GetTimestamp();

    private bool First => options.Rank == 0;

    private TimeSpan Left => options.Timeout - Stopwatch.GetElapsedTime(_begun);

    public ProcessGroup Join(ILogger logger)
    {
        var store = Open(First);
        try
        {
            if (Ask(() => store.TryGet(Key($"ready"))) is not null)
            {
                throw new DistributedException(Text(
                    $"Rank {options.Rank} came to {options.MasterAddress}:{options.MasterPort}, where the ranks of a job have met already. Every job needs a port of its own (MASTER_PORT); a rank that was lost comes back only with all others, when the job is started anew."), [options.Rank]);
            }
            if (Ask(() => store.Add(Key($"rank/{options.Rank}"), 1)) > 1)
                throw End(store, [options.Rank], Text($"Two processes say that they are rank {options.Rank}: every process needs a rank of its own (RANK, SLURM_PROCID), and every job a port of its own (MASTER_PORT)."));
            var own = new Hello(options.WorldSize, Environment.MachineName, Environment.ProcessId, Version, LocalAddress.Toward(options.MasterAddress));
            Set(store, Key($"hello/{options.Rank}"), JsonSerializer.Serialize(own));
            Compare(store, Await(store, 0));
            // Rank 0 has begun to wait before now, and is the one to say who is missing.
            _begun = First ? _begun : Stopwatch.GetTimestamp();
            var far = First ? AwaitAll(store) : AwaitReady(store);
            var pulse = new Pulse(options, Open(false), Name);
            // Where the machine knows the master by a loopback address and others do not, it is the way to one of them that counts.
            var host = (LocalAddress.IsLoopback(own.Address) && far.Length > 0 ? LocalAddress.Toward(far) : own.Address) ?? "";
            IRanks ranks;
            try
            {
                ranks = Connect(store, host, pulse);
            }
            catch
            {
                pulse.AwaitHeard();
                pulse.Dispose();
                throw;
            }
            ProcessGroup.LogJoined(logger, options.Rank, options.WorldSize, options.MasterAddress, options.MasterPort, options.Backend);
            return ProcessGroup.Of(options, store, ranks, pulse, logger);
        }
        catch (Exception) when (Dropped(store))
        {
            throw; // not reached
        }
        catch (ExternalException e)
        {
            throw new DistributedException(Text($"Rank {options.Rank} lost rank 0 at {options.MasterAddress}:{options.MasterPort} while the ranks met: {Line(e)}"), [0], e);
        }
    }

    private static bool Dropped(IKeyStore store)
    {
        store.Dispose();
        return false;
    }

    private static string Version => typeof(Meeting).Assembly.GetName().Version!.ToString();

    private static string Key(FormattableString name) => ProcessGroup.Prefix + Text(name);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Line(Exception e) => e.Message.Split('\n')[0];

    private IKeyStore Open(bool server)
    {
        try
        {
            var limit = Left > TimeSpan.FromSeconds(1) ? Left : TimeSpan.FromSeconds(1);
            return Ask(() => collectives.OpenStore(options.MasterAddress, options.MasterPort, server, limit));
        }
        catch (ExternalException e) when (server && e.Message.Contains("client socket", StringComparison.Ordinal))
        {
            throw new DistributedException(Text(
                $"Rank 0 opened port {options.MasterPort} and could not reach it at {options.MasterAddress}: {Line(e)} MASTER_ADDR must name the machine on which rank 0 runs."), [0], e);
        }
        catch (ExternalException e) when (server)
        {
            throw new DistributedException(Text(
                $"Rank 0 cannot open port {options.MasterPort}: {Line(e)} Where it is in use, another job, or a second rank 0, has it: choose another port (MASTER_PORT) for every job of this machine."), [0], e);
        }
        catch (ExternalException e)
        {
            throw new DistributedException(Text(
                $"Rank {options.Rank} could not reach rank 0 at {options.MasterAddress}:{options.MasterPort} within {options.Timeout.TotalSeconds:0.#} s: {Line(e)} Is rank 0 running, do MASTER_ADDR and MASTER_PORT name its machine and port, and does the network let it through?"), [0], e);
        }
    }

    /// <summary>Who has the port may be frozen, or no rank 0 at all, and never answer.</summary>
    private T Ask<T>(Func<T> question)
    {
        var since = Stopwatch.GetTimestamp();
        return Patience.Ask(question, TimeSpan.FromMilliseconds(50), () =>
        {
            cancellation.ThrowIfCancellationRequested();
            if (Left < TimeSpan.Zero && Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(1.5))
            {
                throw new DistributedException(Text(
                    $"Rank {options.Rank} reached {options.MasterAddress}:{options.MasterPort}, and was not answered within {options.Timeout.TotalSeconds:0.#} s: rank 0 is frozen, or the port is another program's. Choose another (MASTER_PORT)."), [0]);
            }
        });
    }

    private void Set(IKeyStore store, string key, string value) => Ask(() =>
    {
        store.Set(key, value);
        return true;
    });

    /// <summary>A rank that is lost now would be waited for without end.</summary>
    private IRanks Connect(IKeyStore store, string host, Pulse pulse)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            return Patience.Ask(() => collectives.Join(store, options, host), TimeSpan.FromMilliseconds(100), () =>
            {
                if (pulse.Problem() is { } problem)
                    throw problem;
                if (cancellation.IsCancellationRequested)
                {
                    Say(pulse, Stopped);
                    throw new OperationCanceledException(cancellation);
                }
                if (Stopwatch.GetElapsedTime(since) > options.Timeout)
                    throw Say(pulse, Unconnected(Text($"{options.Timeout.TotalSeconds:0.#} s were not enough.")));
            });
        }
        catch (ExternalException e)
        {
            throw Say(pulse, Unconnected(Line(e)), e);
        }
    }

    private string Stopped => Text($"Rank {options.Rank} was stopped while the ranks met.");

    private string Unconnected(string why) => Text(
        $"Rank {options.Rank} could not join the others over {options.Backend}: {why} Can the machines reach each other on any port? GLOO_SOCKET_IFNAME (NCCL_SOCKET_IFNAME) names the network interface to take.");

    private DistributedException Say(Pulse pulse, string message, Exception? inner = null)
    {
        pulse.Say(new Fate([options.Rank], message), options.Timeout / 4);
        return new DistributedException(message, [options.Rank], inner);
    }

    private Hello Await(IKeyStore store, int rank)
    {
        for (var pause = 1; ; pause = Math.Min(2 * pause, 100))
        {
            if (Ask(() => store.TryGet(Key($"hello/{rank}"))) is { } said)
                return _hellos[rank] = JsonSerializer.Deserialize<Hello>(said)!;
            CheckFate(store);
            if (Left < TimeSpan.Zero)
                throw End(store, [rank], Missing(store));
            Pause(store, pause);
        }
    }

    /// <returns>An address that is no loopback, where a rank has one.</returns>
    private string AwaitAll(IKeyStore store)
    {
        for (var rank = 1; rank < options.WorldSize; rank++)
            Compare(store, Await(store, rank), rank);
        var far = _hellos.Values.Select(h => h.Address).FirstOrDefault(a => !LocalAddress.IsLoopback(a)) ?? "";
        Set(store, Key($"ready"), far);
        return far;
    }

    private string AwaitReady(IKeyStore store)
    {
        for (var pause = 1; ; pause = Math.Min(2 * pause, 100))
        {
            if (Ask(() => store.TryGet(Key($"ready"))) is { } far)
                return far;
            CheckFate(store);
            // Some time for rank 0 to tell.
            if (Left < -options.Timeout / 4)
                throw new DistributedException(Text($"Rank {options.Rank} met rank 0 at {options.MasterAddress}:{options.MasterPort}, which did not begin within {options.Timeout.TotalSeconds:0.#} s: it is frozen or gone."), [0]);
            Pause(store, pause);
        }
    }

    private void Pause(IKeyStore store, int milliseconds)
    {
        if (cancellation.WaitHandle.WaitOne(milliseconds))
        {
            End(store, [options.Rank], Stopped);
            throw new OperationCanceledException(cancellation);
        }
    }

    private void Compare(IKeyStore store, Hello other, int rank = 0)
    {
        if (other.WorldSize != options.WorldSize)
            throw End(store, [rank, options.Rank], Text($"Rank {rank} was started for a job of {other.WorldSize} ranks, rank {options.Rank} for one of {options.WorldSize}: WORLD_SIZE must be the same everywhere."));
        if (other.Version != Version)
            throw End(store, [rank, options.Rank], Text($"Rank {rank} runs version {other.Version} of EchoSynth, rank {options.Rank} version {Version}: all ranks need the same."));
    }

    private string Missing(IKeyStore store)
    {
        var missing = Enumerable.Range(0, options.WorldSize).Where(r => Ask(() => store.TryGet(Key($"hello/{r}"))) is null).ToArray();
        return Text($"{(missing.Length == 1 ? "Rank" : "Ranks")} {string.Join(", ", missing.Take(16))}{(missing.Length > 16 ? ", …" : "")} of {options.WorldSize} did not come within {options.Timeout.TotalSeconds:0.#} s: started at all? With MASTER_ADDR and MASTER_PORT of this job ({options.MasterAddress}:{options.MasterPort})?");
    }

    private void CheckFate(IKeyStore store)
    {
        if (Ask(() => store.TryGet(Fate.Key)) is { } fate)
            throw Fate.Read(fate);
    }

    private DistributedException End(IKeyStore store, IReadOnlyList<int> ranks, string message)
    {
        store.Set(Fate.Key, new Fate(ranks, message).Write());
        // Who keeps the store would take it away before the others have read this.
        if (First)
            Thread.Sleep(TimeSpan.FromSeconds(Math.Clamp(options.Timeout.TotalSeconds / 4, 0.5, 5)));
        return new DistributedException(message, ranks);
    }

    /// <summary>From what the ranks said when they came: the store may be busy with a rank that is lost.</summary>
    private string Name(int rank) => _hellos.TryGetValue(rank, out var hello) ? Text($"rank {rank} (process {hello.Process} on {hello.Machine})") : Text($"rank {rank}");
}
