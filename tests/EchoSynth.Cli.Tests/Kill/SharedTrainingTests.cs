namespace EchoSynth.Cli.Tests.Kill;

/// <summary>Several processes train together.</summary>
[Collection(WorkspaceTests.Name)]
public sealed class SharedTrainingTests(Workspace workspace)
{
    private const int Steps = 50;

    [LostRankTheory]
    [InlineData(2)]
    [InlineData(4)]
    public void ProcessesMakeTheModelOfOne(int count)
    {
        var (alone, together) = (workspace.In($"alone-{count}"), workspace.In($"together-{count}"));
        string[] Train(string model) =>
        [
            "train", "--data", workspace.Data, "--model", model, "--device", "cpu", "--threads", "1", "--no-validation",
            "--batch", $"{4 / count}", "--accumulate", $"{count}", "--images", $"{Steps * 4}",
        ];
        CliProcess.Run(Train(alone)).Expect(0);
        var ranks = RankProcesses.Start(count, Train(together));
        try
        {
            Assert.All(ranks, rank => rank.Finish().Expect(0));
        }
        finally
        {
            foreach (var rank in ranks)
                rank.Dispose();
        }
        Assert.Equal(File.ReadAllBytes(Path.Combine(alone, "denoiser.safetensors")), File.ReadAllBytes(Path.Combine(together, "denoiser.safetensors")));
    }
}
