using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace EchoSynth.Distributed;

/// <summary>How the ranks of a job find each other, and make sure that they are one job.</summary>
internal sealed class Meeting(ProcessGroupOptions options, ICollectives collectives)
{
    private sealed record Hello(int WorldSize, string Machine, int Process, string Version);

    private readonly long _begun = Stopwatch.GetTimestamp();

    private bool First => options.Rank == 0;

    private TimeSpan Left => options.Timeout - Stopwatch.GetElapsedTime(_begun);

    public ProcessGroup Join(ILogger logger)
    {
        var store = Open(First);
        try
        {
            if (store.Add(Key($"rank/{options.Rank}"), 1) > 1)
                throw End(store, [options.Rank], Text($"Two processes say that they are rank {options.Rank}: every process needs a rank of its own (RANK, SLURM_PROCID), and every job a port of its own (MASTER_PORT)."));
            store.Set(Key($"hello/{options.Rank}"), JsonSerializer.Serialize(new Hello(options.WorldSize, Environment.MachineName, Environment.ProcessId, Version)));
            Compare(store, Await(store, 0));
            if (First)
                AwaitAll(store);
            else
                AwaitReady(store);
            var pulse = new Pulse(options, Open(false), rank => Name(store, rank));
            var host = options.MasterAddress is "127.0.0.1" or "localhost" or "::1" && options.NetworkInterface is null ? options.MasterAddress : "";
            IRanks ranks;
            try
            {
                ranks = Connect(store, host, pulse);
            }
            catch
            {
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
            return collectives.OpenStore(options.MasterAddress, options.MasterPort, server, Left > TimeSpan.FromSeconds(1) ? Left : TimeSpan.FromSeconds(1));
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

    /// <summary>On a thread of its own, since a rank that is lost now would be waited for without end.</summary>
    private IRanks Connect(IKeyStore store, string host, Pulse pulse)
    {
        var joining = Task.Factory.StartNew(() => collectives.Join(store, options, host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (!((IAsyncResult)joining).AsyncWaitHandle.WaitOne(100))
        {
            if (pulse.Problem() is { } problem)
                throw problem;
        }
        try
        {
            return joining.GetAwaiter().GetResult();
        }
        catch (ExternalException e)
        {
            throw new DistributedException(Text(
                $"Rank {options.Rank} could not join the others over {options.Backend}: {Line(e)} Can the machines reach each other on any port? GLOO_SOCKET_IFNAME (NCCL_SOCKET_IFNAME) names the network interface to take."), [options.Rank], e);
        }
    }

    private Hello Await(IKeyStore store, int rank)
    {
        for (var pause = 1; ; pause = Math.Min(2 * pause, 100))
        {
            if (store.TryGet(Key($"hello/{rank}")) is { } said)
                return JsonSerializer.Deserialize<Hello>(said)!;
            CheckFate(store);
            if (Left < TimeSpan.Zero)
                throw End(store, [rank], Missing(store));
            Thread.Sleep(pause);
        }
    }

    private void AwaitAll(IKeyStore store)
    {
        for (var rank = 1; rank < options.WorldSize; rank++)
            Compare(store, Await(store, rank), rank);
        store.Set(Key($"ready"), "");
    }

    private void AwaitReady(IKeyStore store)
    {
        for (var pause = 1; store.TryGet(Key($"ready")) is null; pause = Math.Min(2 * pause, 100))
        {
            CheckFate(store);
            // Rank 0 began to wait before or after this one; it is the one to name who is missing.
            if (Left < -options.Timeout / 2)
                throw new DistributedException(Text($"Rank {options.Rank} met rank 0 at {options.MasterAddress}:{options.MasterPort}, which did not begin within {options.Timeout.TotalSeconds:0.#} s: it is frozen or gone, or waits for a rank that does not come."), [0]);
            Thread.Sleep(pause);
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
        var missing = Enumerable.Range(0, options.WorldSize).Where(r => store.TryGet(Key($"hello/{r}")) is null).ToArray();
        return Text($"{(missing.Length == 1 ? "Rank" : "Ranks")} {string.Join(", ", missing.Take(16))}{(missing.Length > 16 ? ", …" : "")} of {options.WorldSize} did not come within {options.Timeout.TotalSeconds:0.#} s: started at all? With MASTER_ADDR and MASTER_PORT of this job ({options.MasterAddress}:{options.MasterPort})?");
    }

    private void CheckFate(IKeyStore store)
    {
        if (store.TryGet(Fate.Key) is { } fate)
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

    private static string Name(IKeyStore store, int rank)
    {
        var hello = store.TryGet(Key($"hello/{rank}")) is { } said ? JsonSerializer.Deserialize<Hello>(said) : null;
        return hello is null ? Text($"rank {rank}") : Text($"rank {rank} (process {hello.Process} on {hello.Machine})");
    }
}
