using System.Diagnostics;
using System.Runtime.InteropServices;
using EchoSynth.Distributed;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Distributed;

public sealed class ProcessGroupTests
{
    // Never closed: a thread of libtorch 1.13's store ends the process where a connection that was never accepted is reset.
    private static readonly System.Net.Sockets.TcpListener s_silent = new(System.Net.IPAddress.Loopback, 0);

    [NoRanksFact]
    public void ABindingWithoutC10dSaysWhatToDo()
    {
        var error = Assert.Throws<DistributedException>(() => ProcessGroup.Join(new ProcessGroupOptions { WorldSize = 2 }));
        Assert.Matches("EchoSynth.System|libgloo-dev", error.Message);
    }

    [RanksFact]
    public void RanksAddUpTellAndBroadcast() => Ranks.RunAll(3, group =>
    {
        Assert.Equal([6.0, 3.0], group.Sum([group.Rank + 1, 1]));
        Assert.True(group.Any(group.Rank == 2));
        Assert.False(group.Any(false));
        Assert.Equal("rank 0 says", group.Tell(() => $"rank {group.Rank} says"));
        using var numbers = full([3, 2], (float)group.Rank).transpose(0, 1); // not contiguous
        group.Broadcast([numbers]);
        Assert.Equal(0, numbers.sum().item<float>());
        group.Agree("x", new Dictionary<string, string> { ["a"] = "1" });
    });

    [RanksFact]
    public void ARankThatDoesNotComeIsNamed()
    {
        var errors = Ranks.Run(3, (ProcessGroupOptions options) =>
        {
            if (options.Rank != 1)
                using (ProcessGroup.Join(options)) { }
        }, seconds: 6);
        Assert.Equal([1], Assert.IsType<DistributedException>(errors[0]).Ranks);
        Assert.Contains("Rank 1 of 3 did not come within 6 s", errors[0]!.Message, StringComparison.Ordinal);
        Assert.Contains("Rank 1 of 3 did not come", Assert.IsType<DistributedException>(errors[2]).Message, StringComparison.Ordinal);
    }

    [RanksFact]
    public void ARank0ThatDoesNotComeIsNamed()
    {
        var error = Assert.Throws<DistributedException>(() => ProcessGroup.Join(new ProcessGroupOptions { Rank = 1, WorldSize = 2, MasterPort = Ranks.FreePort(), Timeout = TimeSpan.FromSeconds(1) }));
        Assert.Equal([0], error.Ranks);
        Assert.Contains("Rank 1 could not reach rank 0 at 127.0.0.1:", error.Message, StringComparison.Ordinal);
        Assert.Contains("MASTER_ADDR and MASTER_PORT", error.Message, StringComparison.Ordinal);
    }

    [RanksFact]
    public void TwoOfTheSameRankAreRefused()
    {
        var errors = Ranks.Run(3, (ProcessGroup _) => { }, o => o with { Rank = Math.Min(o.Rank, 1), WorldSize = 2 }, seconds: 6);
        Assert.Contains(errors, e => e is DistributedException { Ranks: [1] } && e.Message.Contains("Two processes say that they are rank 1", StringComparison.Ordinal));
    }

    [RanksFact]
    public void TwoMastersAreAPortInUse()
    {
        var errors = Ranks.Run(2, (ProcessGroup _) => { }, o => o with { Rank = 0 }, seconds: 6);
        Assert.Contains(errors, e => e is DistributedException && e.Message.Contains("Rank 0 cannot open port", StringComparison.Ordinal) && e.Message.Contains("a second rank 0", StringComparison.Ordinal));
        Assert.Contains(errors, e => e is DistributedException && e.Message.Contains("Rank 1 of 2 did not come", StringComparison.Ordinal));
    }

    [RanksFact]
    public void JobsOfOtherSizesAreRefused()
    {
        var errors = Ranks.Run(2, (ProcessGroup _) => { }, o => o with { WorldSize = 2 + o.Rank }, seconds: 6);
        Assert.All(errors, e => Assert.Contains("WORLD_SIZE must be the same everywhere", Assert.IsType<DistributedException>(e).Message, StringComparison.Ordinal));
    }

    [RanksFact]
    public void WhatOneDiffersInIsNamedByAll()
    {
        var errors = Ranks.Run(3, group => group.Agree("the test", new Dictionary<string, string> { ["network"] = new string((char)('a' + group.Rank / 2), 1000), ["seed"] = group.Rank == 2 ? "8" : "7" }), seconds: 10);
        Assert.All(errors, e => Assert.Equal([2], Assert.IsType<DistributedException>(e).Ranks));
        Assert.All(errors, e => Assert.Contains("Rank 2 differs from rank 0 in the test: seed is 8 on rank 2 and 7 on rank 0; network is another.", e!.Message, StringComparison.Ordinal));
    }

    [RanksFact]
    public void AnErrorOfOneEndsAllWithItsWords()
    {
        var errors = Ranks.Run(3, group =>
        {
            if (group.Rank == 1)
                throw new InvalidOperationException("the file is gone");
            group.Sum([1]);
        }, seconds: 10);
        Assert.IsType<InvalidOperationException>(errors[1]);
        Assert.All([errors[0], errors[2]], e => Assert.Contains("Rank 1 ended with an error: the file is gone", Assert.IsType<DistributedException>(e).Message, StringComparison.Ordinal));
    }

    [RanksFact]
    public void ARankThatLeavesTooEarlyIsNamedByThoseWhoWait()
    {
        var errors = Ranks.Run(3, group =>
        {
            if (group.Rank != 1)
                group.Sum([1]);
        }, seconds: 4);
        Assert.Null(errors[1]);
        Assert.All([errors[0], errors[2]], e => Assert.Equal([1], Assert.IsType<DistributedException>(e).Ranks));
        Assert.Contains("Rank 1 left the job, and the others wait for it", errors[0]!.Message, StringComparison.Ordinal);
    }

    [RanksFact]
    public void AStrayProcessIsTurnedAwayAndTheJobGoesOn() => Ranks.RunAll(2, group =>
    {
        if (group.IsFirst)
        {
            foreach (var (rank, size) in new[] { (1, 2), (1, 3), (2, 3) })
            {
                var error = Assert.Throws<DistributedException>(() => ProcessGroup.Join(group.Options with { Rank = rank, WorldSize = size }));
                Assert.Contains("where the ranks of a job have met already", error.Message, StringComparison.Ordinal);
            }
        }
        Thread.Sleep(group.Options.Timeout / 5);
        Assert.Equal([2.0], group.Sum([1]));
    });

    [RanksFact]
    public void APortThatDoesNotAnswerIsToldInTime()
    {
        s_silent.Start();
        var (port, clock) = (((System.Net.IPEndPoint)s_silent.LocalEndpoint).Port, Stopwatch.StartNew());
        var error = Assert.Throws<DistributedException>(() => ProcessGroup.Join(new ProcessGroupOptions { Rank = 1, WorldSize = 2, MasterPort = port, Timeout = TimeSpan.FromSeconds(2) }));
        Assert.Equal([0], error.Ranks);
        Assert.Contains("was not answered within 2 s", error.Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 2, 8);
    }

    [RanksFact]
    public void WaitingForTheOthersCanBeGivenUp()
    {
        // Rank 1 of three knocks where nobody is.
        var options = new ProcessGroupOptions { WorldSize = 3, Rank = 1, MasterPort = Ranks.FreePort(), Timeout = TimeSpan.FromMinutes(5) };
        using (var alone = new CancellationTokenSource(TimeSpan.FromSeconds(1)))
            Assert.ThrowsAny<OperationCanceledException>(() => ProcessGroup.Join(options, cancellationToken: alone.Token));

        // Two of three have met; one of them is stopped, and the other is told.
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var clock = Stopwatch.StartNew();
        var errors = Ranks.Run(3, o =>
        {
            if (o.Rank != 2)
                ProcessGroup.Join(o, cancellationToken: o.Rank == 1 ? stop.Token : default).Dispose();
        }, seconds: 60);
        Assert.IsAssignableFrom<OperationCanceledException>(errors[1]);
        Assert.Contains("Rank 1 was stopped while the ranks met.", Assert.IsType<DistributedException>(errors[0]).Message, StringComparison.Ordinal);
        Assert.InRange(clock.Elapsed.TotalSeconds, 2, 30);
    }

    [RanksFact]
    public void WhatARankDoesAloneEndsWhenAnotherIsLost()
    {
        var errors = Ranks.Run(2, group =>
        {
            if (group.Rank == 1)
                throw new InvalidOperationException("gone");
            Assert.True(group.Ended.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)), "nobody told");
            group.ThrowIfEnded();
        }, seconds: 4);
        Assert.Contains("Rank 1 ended with an error: gone", Assert.IsType<DistributedException>(errors[0]).Message, StringComparison.Ordinal);
    }

    [RanksFact]
    public void AnErrorOfLibtorchInWhatRank0SaysIsItsOwn()
    {
        var errors = Ranks.Run(2, group => group.Tell(() => throw new OfLibtorch("out of luck")), seconds: 6);
        Assert.Equal("out of luck", Assert.IsType<OfLibtorch>(errors[0]).Message);
        Assert.Contains("Rank 0 ended with an error: out of luck", Assert.IsType<DistributedException>(errors[1]).Message, StringComparison.Ordinal);
    }

    [RanksFact]
    public void AGroupThatLostARankHoldsUpNoFinalizer()
    {
        LoseARank();
        GC.Collect();
        var finalizers = Task.Run(GC.WaitForPendingFinalizers);
        Assert.True(finalizers.Wait(TimeSpan.FromSeconds(30)), "the finalizers wait for a rank that is gone");
    }

    private static void LoseARank()
    {
        var errors = Ranks.Run(2, group =>
        {
            if (group.Rank == 1)
                throw new InvalidOperationException("gone");
            group.Sum([1]);
        }, seconds: 6);
        Assert.IsType<DistributedException>(errors[0]);
    }

    /// <summary>As the binding throws it, for anything that goes wrong in an operator.</summary>
    private sealed class OfLibtorch(string message) : ExternalException(message);
}
