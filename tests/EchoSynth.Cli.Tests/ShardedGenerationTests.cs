using System.Globalization;

namespace EchoSynth.Cli.Tests;

/// <summary>Shards as a scheduler starts them, and starts them again.</summary>
[Collection(WorkspaceTests.Name)]
public sealed class ShardedGenerationTests(Workspace workspace)
{
    [UnixFact]
    public void A_killed_task_of_an_array_goes_on_and_the_set_is_that_of_one_process()
    {
        string[] Generate(string folder, params string[] more) => ["generate", "--model", workspace.Model, "--masks", workspace.Data, "--out", workspace.In(folder), "--count", "200", "--device", "cpu", "--threads", "1", .. more];
        var set = workspace.In("array");
        var killed = CliProcess.Start(Task(2), Generate("array"));
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!Directory.Exists(set) || Directory.GetFiles(set, "*_gt.png").Length < 20)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), "no images came");
            Thread.Sleep(10);
        }
        killed.Signal("-KILL");
        Assert.Contains("shard 2/2 (SLURM_ARRAY_TASK_ID 2 of 2 from 1 on)", killed.Finish().Expect(128 + 9).Output, StringComparison.Ordinal);
        killed.Dispose();
        Assert.False(File.Exists(Path.Combine(set, "manifest-2-of-2.jsonl")));

        Assert.Contains("100 images written", CliProcess.Run(Task(1), Generate("array")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("shard 2 of 2 is missing or not finished", CliProcess.Run("merge", "--data", set).Expect(1).Error, StringComparison.Ordinal);
        var again = CliProcess.Run(Task(2), Generate("array")).Expect(0).Output;
        Assert.Contains("were there already", again, StringComparison.Ordinal);
        CliProcess.Run("merge", "--data", set).Expect(0);

        // An array's variable does not matter where the part is named, the whole too.
        CliProcess.Run(Task(1), Generate("array-straight", "--shard", "1/1")).Expect(0);
        var straight = workspace.In("array-straight");
        Assert.Equal(Files(straight), Files(set));
        Assert.All(Files(straight), f => Assert.Equal(File.ReadAllBytes(Path.Combine(straight, f)), File.ReadAllBytes(Path.Combine(set, f))));

        // A task that the scheduler starts once more, after the joining, finds all of it.
        Assert.Contains("0 images written", CliProcess.Run(Task(2), Generate("array")).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(Files(straight), Files(set));
    }

    [Fact]
    public void Translations_take_their_shard_too_and_wrong_variables_end_with_2()
    {
        var pod = new Dictionary<string, string> { ["JOB_COMPLETION_INDEX"] = "1" };
        string[] translate = ["translate", "--model", workspace.Model, "--data", workspace.Data, "--split", "testing", "--out", workspace.In("pod"), "--device", "cpu"];
        Assert.Contains("JOB_COMPLETIONS is not set", CliProcess.Run(pod, translate).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("shard 2/4 (JOB_COMPLETION_INDEX 1, --shards 4)", CliProcess.Run(pod, [.. translate, "--shards", "4"]).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(["manifest-2-of-4.jsonl"], Directory.GetFiles(workspace.In("pod"), "*.jsonl").Select(Path.GetFileName));
    }

    private static Dictionary<string, string> Task(int id) => new()
    {
        ["SLURM_ARRAY_TASK_ID"] = id.ToString(CultureInfo.InvariantCulture), ["SLURM_ARRAY_TASK_MIN"] = "1", ["SLURM_ARRAY_TASK_MAX"] = "2", ["SLURM_ARRAY_TASK_COUNT"] = "2", ["SLURM_ARRAY_TASK_STEP"] = "1",
    };

    private static string[] Files(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];
}
