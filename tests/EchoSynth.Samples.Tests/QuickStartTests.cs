namespace EchoSynth.Samples.Tests;

[Collection(SampleRuns.Name)]
public sealed class QuickStartTests(TrainedFolder trained)
{
    [Fact]
    public void WithoutArgumentsItDrawsAndTheSameAgain()
    {
        var folder = trained.New("quick-start");
        var output = Path.Combine(folder, "out", "quick-start");
        Assert.Contains("8 images of 128 × 128", SampleProcess.Run(folder, "QuickStart").Expect(0).Output);
        Pictures.Drawn(output, "sheet.png");
        Pictures.Drawn(output, "heart-seed-1.png");
        var first = Bytes();
        Assert.Equal(4, first.Keys.Count(n => n.StartsWith("heart-seed-", StringComparison.Ordinal)));
        Assert.NotEqual(first["heart-seed-1.png"], first["heart-seed-2.png"]);

        SampleProcess.Run(folder, "QuickStart").Expect(0);
        Assert.Equal(first, Bytes());

        Dictionary<string, string> Bytes() => Directory.GetFiles(output, "*.png").ToDictionary(f => Path.GetFileName(f)!, f => Convert.ToHexString(File.ReadAllBytes(f)));
    }

    [Fact]
    public void AModelThatIsNamedIsTheOneUsed()
    {
        var folder = trained.New("quick-start-named");
        var result = SampleProcess.Run(folder, "QuickStart", trained.Model).Expect(0);
        Assert.Contains("8 images of 64 × 64", result.Output);
        Assert.DoesNotContain("training", result.Output);
        Pictures.Drawn(folder, "out", "quick-start", "heart-seed-4.png");
    }
}
