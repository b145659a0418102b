namespace EchoSynth.Samples.Tests;

[Collection(SampleRuns.Name)]
public sealed class UsageTests(TrainedFolder trained)
{
    [Theory]
    [InlineData("QuickStart")]
    [InlineData("TrainOnCamus")]
    [InlineData("TranslateDomains")]
    [InlineData("CustomDenoiser")]
    [InlineData("AuditPrivacy")]
    public void AWrongArgumentIsAnsweredWithTheUsage(string sample)
    {
        var folder = trained.New($"usage-{sample}");
        foreach (string[] arguments in new[] { new[] { "--swift" }, ["a", "b", "c", "d"], ["a", "b", "--quick"] })
        {
            var result = SampleProcess.Run(folder, sample, arguments).Expect(2);
            Assert.StartsWith($"usage: {sample} [", result.Error);
            Assert.Empty(result.Output);
        }
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Theory]
    [InlineData("QuickStart", "nowhere")]
    [InlineData("TrainOnCamus", "nowhere", "model")]
    [InlineData("TranslateDomains", "nowhere", "source", "output")]
    [InlineData("CustomDenoiser", "nowhere", "model")]
    [InlineData("AuditPrivacy", "nowhere", "synthetic")]
    public void AFolderThatIsNotThereIsAnErrorThatNamesIt(string sample, params string[] arguments)
    {
        var folder = trained.New($"missing-{sample}");
        var result = SampleProcess.Run(folder, sample, arguments).Expect(1);
        Assert.StartsWith("error: nowhere: ", result.Error);
        Assert.DoesNotContain(" at ", result.Error.Split('\n')[^1]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }
}
