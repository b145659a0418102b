using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using EchoSynth.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Distributed;

/// <summary>The processes that train one model together (libtorch's c10d), as one of them sees it. Give it to a <see cref="Training.Trainer"/>; dispose of it after the training.</summary>
/// <remarks>
/// Needs the System binding over a libtorch that has Gloo (Debian's has; the bridge is built against Gloo's headers, Debian's libgloo-dev). One thread uses it. Every rank must make the same calls in the same
/// order. A rank that fails says so (<see cref="Fail"/>); one that is killed, frozen or cut off is missed, and every other rank ends with an error that names it.
/// </remarks>
public sealed partial class ProcessGroup : IDisposable
{
    internal const string Prefix = "echosynth/";
    internal const string WhatNow = "All ranks end; start the job anew with --resume (Trainer.Resume), and it goes on from the last checkpoint.";

    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(100);
    private readonly ProcessGroupOptions _options;
    private readonly IKeyStore _store;
    private readonly IRanks _ranks;
    private readonly Pulse _pulse;
    private readonly ILogger _logger;
    private bool _failed, _left;
    private int _said;

    private ProcessGroup(ProcessGroupOptions options, IKeyStore store, IRanks ranks, Pulse pulse, ILogger logger) =>
        (_options, _store, _ranks, _pulse, _logger) = (options, store, ranks, pulse, logger);

    /// <summary>Who this is, and where the job met.</summary>
    public ProcessGroupOptions Options => _options;

    /// <summary>This process's number, from 0 on.</summary>
    public int Rank => _options.Rank;

    /// <summary>The number of processes.</summary>
    public int WorldSize => _options.WorldSize;

    /// <summary>Whether this is rank 0, who writes and reports.</summary>
    public bool IsFirst => Rank == 0;

    /// <summary>Whether the binding at hand can join several processes at all.</summary>
    public static bool IsSupported => Backends.Count > 0;

    /// <summary>What the binding at hand can carry tensors with; none where it cannot join several processes.</summary>
    public static IReadOnlyList<CollectiveBackend> Backends => Collectives.Find()?.Backends ?? [];

    /// <summary>Cancelled when the job must end, because a rank was lost or ended with an error: for what one rank does alone and at length, which would else go on to its end. <see cref="ThrowIfEnded"/> says why.</summary>
    public CancellationToken Ended => _pulse.Ended;

    /// <summary>Meets the other ranks. Returns when all have come.</summary>
    /// <param name="options">Who this is, and where to meet.</param>
    /// <param name="logger">Where to log; nowhere when null.</param>
    /// <param name="cancellationToken">Gives up waiting for the others, who are told.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    /// <exception cref="DistributedException">
    /// The binding has no c10d; rank 0's port is in use; rank 0 cannot be reached, or a rank did not come, within <see cref="ProcessGroupOptions.Timeout"/>; two processes have the same rank; the ranks
    /// were started for jobs of different sizes or with different versions of the library.
    /// </exception>
    public static ProcessGroup Join(ProcessGroupOptions options, ILogger<ProcessGroup>? logger = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return new Meeting(options, Supported(options), cancellationToken).Join(logger ?? NullLogger<ProcessGroup>.Instance);
    }

    /// <summary>Tells the other ranks why this one ends, so that they end with the same words. Of no effect where they were told already.</summary>
    /// <param name="error">What happened here.</param>
    public void Fail(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (_failed)
            return;
        // Of one of these all know, or cannot be told.
        if (error is DistributedException)
            _failed = true;
        else
            End(new Fate([Rank], $"Rank {Rank} ended with an error: {error.Message} {WhatNow}"));
    }

    /// <summary>Leaves the job. Rank 0, with whom the store goes, waits for the others to leave, for <see cref="ProcessGroupOptions.Timeout"/> at most.</summary>
    public void Dispose()
    {
        if (_failed)
        {
            if (!_left)
                _pulse.AwaitHeard();
            _left = true;
            // Threads of the backend may still wait for ranks that are gone; taking their group away would wait for them.
            _pulse.Dispose();
            return;
        }
        (_failed, _left) = (true, true);
        try
        {
            Leave();
        }
        catch (Exception e) when (e is ExternalException or DistributedException)
        {
            LogLeft(_logger, e);
            _pulse.Dispose();
            return;
        }
        _pulse.Dispose();
        _ranks.Dispose();
        _store.Dispose();
    }

    /// <summary>Throws where the job must end.</summary>
    /// <exception cref="DistributedException">A rank was lost, or ended with an error: it is named.</exception>
    public void ThrowIfEnded()
    {
        if (_pulse.Problem() is { } problem)
        {
            _failed = true;
            throw problem;
        }
    }

    /// <summary>Sums numbers over the ranks.</summary>
    internal double[] Sum(ReadOnlySpan<double> values)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var sums = tensor(values.ToArray(), dtype: ScalarType.Float64);
        using (var pending = _ranks.AllReduce(sums))
            Wait(pending.Wait);
        return sums.data<double>().ToArray();
    }

    /// <summary>Whether any rank says so.</summary>
    internal bool Any(bool here) => Sum([here ? 1 : 0])[0] > 0;

    /// <summary>Puts rank 0's values into the tensors of all.</summary>
    internal void Broadcast(IEnumerable<Tensor> tensors)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var values in tensors)
        {
            // Gloo takes what is in the machine's memory.
            var here = _options.Backend == CollectiveBackend.Gloo && values.device_type != DeviceType.CPU ? values.cpu() : values;
            var sent = here.is_contiguous() ? here : here.contiguous();
            using (var pending = _ranks.Broadcast(sent, 0))
                Wait(pending.Wait);
            if (!IsFirst && !ReferenceEquals(sent, values))
                values.copy_(sent);
        }
    }

    /// <summary>Gradients to sum over the ranks.</summary>
    internal IGradientBuckets Buckets(IReadOnlyList<Tensor> parameters)
    {
        // A handful of buckets, so that the first are on their way while the backward pass goes on; 25 MiB at most, as PyTorch has it.
        var bytes = parameters.Sum(p => p.numel() * p.element_size());
        return _ranks.Buckets(parameters, Math.Clamp(bytes / 6, 256 << 10, 25 << 20));
    }

    /// <summary>Waits, in slices, for something that other ranks take part in, for as long as all are alive.</summary>
    internal void Wait(Func<TimeSpan, bool> done)
    {
        try
        {
            for (var since = Stopwatch.GetTimestamp(); !done(s_slice);)
                Check(since);
        }
        catch (ExternalException e)
        {
            // A connection broke. Whose end that was, the pulse will tell, in its time.
            for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < _options.Timeout; Thread.Sleep(20))
                Check(since);
            _failed = true;
            throw new DistributedException($"Rank {Rank}: the connection to another rank broke ({e.Message.Split('\n')[0]}), though all give signs of life. {WhatNow}", null, e);
        }
    }

    /// <summary>A text that rank 0 says and the others hear, who wait for it as long as all are alive. Ranks hear what belongs to their call by its number among their calls.</summary>
    internal string Tell(Func<string> text)
    {
        var key = Key(string.Create(CultureInfo.InvariantCulture, $"said/{_said++}"));
        var said = IsFirst ? text() : null;
        return Guarded(() =>
        {
            if (said is not null)
            {
                Ask(() => Set(key, said));
                return said;
            }
            string? heard;
            for (var pause = 1; (heard = Ask(() => _store.TryGet(key))) is null; pause = Math.Min(pause * 2, 100))
            {
                ThrowIfEnded();
                Thread.Sleep(pause);
            }
            return heard;
        });
    }

    /// <summary>Makes sure that all ranks mean the same.</summary>
    /// <param name="facts">By name, what must be equal.</param>
    /// <param name="what">What they belong to, for the error: "the training".</param>
    /// <exception cref="DistributedException">Names the rank, the fact, and both values.</exception>
    internal void Agree(string what, IReadOnlyDictionary<string, string> facts)
    {
        var first = JsonSerializer.Deserialize<Dictionary<string, string>>(Tell(() => JsonSerializer.Serialize(facts)))!;
        var differences = facts.Keys.Union(first.Keys).Where(k => facts.GetValueOrDefault(k) != first.GetValueOrDefault(k))
            .Select(k => (Name: k, Here: facts.GetValueOrDefault(k, "nothing"), There: first.GetValueOrDefault(k, "nothing")))
            // What is long, such as a network's configuration, is named alone, after what is short and says more.
            .OrderBy(d => d.Here.Length + d.There.Length)
            .Select(d => d.Here.Length + d.There.Length > 200 ? $"{d.Name} is another" : $"{d.Name} is {d.Here} on rank {Rank} and {d.There} on rank 0").ToArray();
        if (differences.Length > 0)
        {
            throw End(new Fate([Rank], $"Rank {Rank} differs from rank 0 in {what}: {string.Join("; ", differences)}. All ranks must be started with the same command and the same data."));
        }
        // No rank goes on before all have agreed: else some would wait for one that has ended.
        Any(false);
    }

    internal static ProcessGroup Of(ProcessGroupOptions options, IKeyStore store, IRanks ranks, Pulse pulse, ILogger logger) => new(options, store, ranks, pulse, logger);

    private static string Key(string name) => Prefix + name;

    /// <summary>Throws where the job must end, also because ranks have left in order for whom this one has waited half the time-out.</summary>
    private void Check(long since)
    {
        ThrowIfEnded();
        if (_pulse.Left is { Count: > 0 } left && Stopwatch.GetElapsedTime(since) > _options.Timeout / 2)
            throw End(new Fate(left, $"Rank {string.Join(", ", left)} left the job, and the others wait for it: it was stopped before the training began, or made fewer calls than they. {WhatNow}"));
    }

    /// <summary>Ends the job with words of this rank.</summary>
    internal DistributedException Refuse(string message) => End(new Fate([Rank], message));

    /// <summary>Tells all why the job must end.</summary>
    private DistributedException End(Fate fate)
    {
        _failed = true;
        _pulse.Say(fate, _options.Timeout / 4);
        return new DistributedException(fate.Message, fate.Ranks);
    }

    private void Leave()
    {
        ThrowIfEnded();
        if (!IsFirst)
            Ask(() => _store.Add(Pulse.Key(Rank), -(1L << 60)));
        Ask(() => _store.Add(Key("left"), 1));
        if (IsFirst)
        {
            for (var since = Stopwatch.GetTimestamp(); Ask(() => _store.Add(Key("left"), 0)) < WorldSize && Stopwatch.GetElapsedTime(since) < _options.Timeout; Thread.Sleep(10))
                ThrowIfEnded();
        }
    }

    private bool Set(string key, string value)
    {
        _store.Set(key, value);
        return true;
    }

    /// <summary>Asks the store on a thread of its own: one that is frozen or cut off may never answer.</summary>
    private T Ask<T>(Func<T> question) => Patience.Ask(question, s_slice, ThrowIfEnded);

    private T Guarded<T>(Func<T> body)
    {
        try
        {
            return body();
        }
        catch (ExternalException e)
        {
            Wait(_ => throw e);
            throw;
        }
    }

    private static ICollectives Supported(ProcessGroupOptions options)
    {
        var found = Collectives.Find();
        if (found is null)
        {
            throw new DistributedException(
                $"A job of {options.WorldSize} ranks needs libtorch's c10d, which the TorchSharp package does not have. Use the package EchoSynth.System (built with -p:TorchBinding=System) over a libtorch that has Gloo, or start one process (unset RANK and WORLD_SIZE).");
        }
        if (!found.Backends.Contains(options.Backend))
        {
            throw new DistributedException(found.Backends.Count == 0
                ? "The bridge to libtorch was built without Gloo. Install its headers (Debian, Ubuntu: apt-get install libgloo-dev) and build again; the libtorch must have Gloo, too."
                : $"The bridge to libtorch has {string.Join(", ", found.Backends)}, not {options.Backend}; ask for one of them.");
        }
        return found;
    }

    [LoggerMessage(EchoSynthEvents.RanksMet, LogLevel.Information, "Rank {Rank} of {WorldSize} has met the others at {Address}:{Port}, over {Backend}")]
    internal static partial void LogJoined(ILogger logger, int rank, int worldSize, string address, int port, CollectiveBackend backend);

    [LoggerMessage(EchoSynthEvents.RankLeftUnheard, LogLevel.Warning, "The job was left without a word to the others")]
    private static partial void LogLeft(ILogger logger, Exception error);
}
