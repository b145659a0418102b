using System.Diagnostics;
using EchoSynth.Distributed;

namespace EchoSynth.Cli.Tests.Kill;

/// <summary>Three processes train together, and one is lost.</summary>
[Collection(WorkspaceTests.Name)]
public sealed class LostRankTests(Workspace workspace)
{
    private const int Count = 3, TimeoutSeconds = 5;

    [LostRankTheory]
    [InlineData(1, "-KILL", "killed")]
    [InlineData(1, "-STOP", "frozen")]
    [InlineData(0, "-KILL", "killed-0")]
    public void TheOthersEndInTimeAndNameItAndTheTrainingGoesOn(int lost, string signal, string name)
    {
        var model = workspace.In($"lost-{name}");
        string[] train = ["train", "--data", workspace.Data, "--model", model, "--device", "cpu", "--images", "120", "--accumulate", "3", "--threads", "1", "--checkpoint-interval", "2", "--no-validation"];
        var ranks = RankProcesses.Start(Count, [.. train, "--rank-timeout", $"{TimeoutSeconds}"]);
        try
        {
            for (var waited = Stopwatch.StartNew(); !Checkpoints(model).Any(); Thread.Sleep(20))
                Assert.True(waited.Elapsed < TimeSpan.FromMinutes(2), "no checkpoint came");
            ranks[lost].Signal(signal);
            var since = Stopwatch.StartNew();
            var others = ranks.Where((_, rank) => rank != lost).Select(rank => rank.Finish().Expect(1)).ToArray();
            // The time-out, and what the end of a process takes on a busy machine.
            Assert.True(since.Elapsed < TimeSpan.FromSeconds(TimeoutSeconds + 3), $"it took {since.Elapsed.TotalSeconds:0.0} s; a time-out of {TimeoutSeconds} s was asked for");
            Assert.All(others, r => Assert.Contains(lost == 0 ? "has lost rank 0 (127.0.0.1:" : "No sign of life from rank 1 (process ", r.Error, StringComparison.Ordinal));
        }
        finally
        {
            ranks[lost].Signal("-KILL");
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
        var ranks = RankProcesses.Start(Count, ["train", "--data", workspace.Data, "--model", model, "--device", "cpu", "--images", "60000", "--accumulate", "3", "--threads", "1", "--checkpoint-interval", "2", "--no-validation", "--stopped-exit", $"{code}"]);
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
}

/// <summary>Skipped where one process is one training.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LostRankTheoryAttribute : TheoryAttribute
{
    public LostRankTheoryAttribute() => Skip = ProcessGroup.IsSupported ? null : "This binding, or its libtorch, has no c10d with Gloo.";
}
