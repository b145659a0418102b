using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EchoSynth.Distributed;

namespace EchoSynth.Cli.Tests.Kill;

/// <summary>Three processes train together, and one is lost.</summary>
[Collection(WorkspaceTests.Name)]
public sealed class LostRankTests(Workspace workspace)
{
    private const int Count = 3, TimeoutSeconds = 5;

    [LostRankTheory]
    [InlineData("-KILL", "killed")]
    [InlineData("-STOP", "frozen")]
    public void TheOthersEndInTimeAndNameItAndTheTrainingGoesOn(string signal, string name)
    {
        var model = workspace.In($"lost-{name}");
        string[] train = ["train", "--data", workspace.Data, "--model", model, "--device", "cpu", "--images", "120", "--accumulate", "3", "--threads", "1", "--checkpoint-interval", "2", "--no-validation"];
        var ranks = Start([.. train, "--rank-timeout", $"{TimeoutSeconds}"]);
        try
        {
            for (var waited = Stopwatch.StartNew(); !Checkpoints(model).Any(); Thread.Sleep(20))
                Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), "no checkpoint came");
            ranks[1].Signal(signal);
            var since = Stopwatch.StartNew();
            var (first, third) = (ranks[0].Finish().Expect(1), ranks[2].Finish().Expect(1));
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(2 * TimeoutSeconds), $"it took {since.Elapsed.TotalSeconds:0.0} s; a time-out of {TimeoutSeconds} s was asked for");
            Assert.All([first, third], r => Assert.Contains("No sign of life from rank 1 (process ", r.Error, StringComparison.Ordinal));
        }
        finally
        {
            ranks[1].Signal("-KILL");
            foreach (var rank in ranks)
                rank.Dispose();
        }
        // One process goes on with it, to the same end.
        Assert.Contains("Going on after", CliProcess.Run([.. train, "--resume"]).Expect(0).Output, StringComparison.Ordinal);
        var straight = workspace.In("not-lost");
        if (!Directory.Exists(straight))
            CliProcess.Run([.. train[..4], straight, .. train[5..]]).Expect(0);
        Assert.Equal(File.ReadAllBytes(Path.Combine(straight, "denoiser.safetensors")), File.ReadAllBytes(Path.Combine(model, "denoiser.safetensors")));
    }

    [LostRankTheory]
    [InlineData(0)]
    [InlineData(75)]
    public void WhereOneIsToldToStopAllSaveAndEndWithTheCodeAskedFor(int code)
    {
        var model = workspace.In($"stopped-{code}");
        var ranks = Start(["train", "--data", workspace.Data, "--model", model, "--device", "cpu", "--images", "60000", "--accumulate", "3", "--threads", "1", "--checkpoint-interval", "2", "--no-validation", "--stopped-exit", $"{code}"]);
        try
        {
            for (var waited = Stopwatch.StartNew(); !Checkpoints(model).Any(); Thread.Sleep(20))
                Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), "no checkpoint came");
            ranks[1].Signal("-TERM");
            Assert.Contains("--resume goes on with it", ranks[0].Finish().Expect(code).Output, StringComparison.Ordinal);
            Assert.All([ranks[1], ranks[2]], r => r.Finish().Expect(code));
        }
        finally
        {
            foreach (var rank in ranks)
                rank.Dispose();
        }
    }

    private static IEnumerable<string> Checkpoints(string model) =>
        Directory.Exists(Path.Combine(model, "training")) ? Directory.EnumerateDirectories(Path.Combine(model, "training"), "step-*").Where(d => !d.EndsWith(".tmp", StringComparison.Ordinal)) : [];

    private static CliProcess[] Start(string[] arguments)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return [.. Enumerable.Range(0, Count).Select(rank => CliProcess.Start(new Dictionary<string, string>
        {
            ["RANK"] = $"{rank}", ["WORLD_SIZE"] = $"{Count}", ["LOCAL_RANK"] = $"{rank}", ["MASTER_ADDR"] = "127.0.0.1", ["MASTER_PORT"] = $"{port}",
        }, arguments))];
    }
}

/// <summary>Skipped where one process is one training.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LostRankTheoryAttribute : TheoryAttribute
{
    public LostRankTheoryAttribute() => Skip = ProcessGroup.IsSupported ? null : "This binding, or its libtorch, has no c10d with Gloo.";
}
