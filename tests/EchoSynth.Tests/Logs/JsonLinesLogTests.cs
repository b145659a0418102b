using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EchoSynth.Imaging;
using EchoSynth.Logs;
using EchoSynth.Tests.Support;
using EchoSynth.Training;

namespace EchoSynth.Tests.Logs;

public sealed class JsonLinesLogTests
{
    private readonly string _path = Path.Combine(Tiny.TemporaryFolder(), "deep", "log.jsonl");

    /// <summary>The schema, to the letter: programs of others read it.</summary>
    [Fact]
    public void TheLinesAreAsDocumented()
    {
        Write([.. Happenings.OfEveryKind]);
        const string Progress =
            """
            "totalSteps":1000,"imagesPerSecond":12.5,"elapsedSeconds":192,"remainingSeconds":448,"waitingForData":0.03125,"denoiserRate":0.00016,"discriminatorRate":0,"residentMemory":3221225472,"expectedCost":null,"losses":{"discriminator":1.25,"l1":null,"l1.lv":0.0625,"norm.denoiser":null}}
            """;
        var score = JsonSerializer.Serialize(Happenings.Report.Score);
        Assert.Equal(
            [
                """{"event":"started","step":0,"images":0,"time":"2024-03-07T12:05:09.250Z","totalSteps":1000,"pairs":360,"heldOutPairs":40}""",
                """{"event":"estimated","step":20,"images":160,"time":"2024-03-07T12:05:09.250Z",""" + Progress,
                """{"event":"progressed","step":300,"images":2400,"time":"2024-03-07T12:05:09.250Z",""" + Progress,
                """{"event":"validated","step":300,"images":2400,"time":"2024-03-07T12:05:09.250Z","isBest":true,"report":{"score":""" + score + ""","psnr":21.5,"ssim":0.5,"mse":460,"textureMyocardium":1,"textureSurround":0.5,"spectrumError":2.25,"seedSpread":0.125,"seedSpreadCoarse":0.0625,"crps":0.25,"dispersion":0.75,"images":40},"samples":["p0","p1"]}""",
                """{"event":"saved","step":300,"images":2400,"time":"2024-03-07T12:05:09.250Z","folder":"models/hearts","isBest":true}""",
                """{"event":"rolledBack","step":300,"images":2400,"time":"2024-03-07T12:05:09.250Z","fromStep":410,"reason":"the \"l1\" loss is NaN","rateFactor":0.5}""",
                """{"event":"warned","step":320,"images":2560,"time":"2024-03-07T12:05:09.250Z","message":"Zeile eins\nzwei – ♥"}""",
                """{"event":"ended","step":1000,"images":8000,"time":"2024-03-07T12:05:09.250Z","stoppedEarly":false}""",
                "",
            ],
            Encoding.UTF8.GetString(File.ReadAllBytes(_path)).Split('\n'));
    }

    [Fact]
    public void AnUnknownKindKeepsTheCommonFields()
    {
        Write(new SomethingElse(5, 40, Happenings.Time));
        Assert.Equal("""{"event":"somethingElse","step":5,"images":40,"time":"2024-03-07T12:05:09.250Z"}""" + "\n", File.ReadAllText(_path));
    }

    [Fact]
    public void EveryLineIsInTheFileAtOnce()
    {
        using var log = new JsonLinesLog(_path);
        for (var i = 1; i <= 3; i++)
        {
            log.Write(Happenings.Progressed(i));
            Assert.Equal(i, File.ReadAllLines(_path).Length);
        }
    }

    [Fact]
    public void HalfALineIsCutOffWhereverTheProcessWasKilled()
    {
        Write(Happenings.Started(), Happenings.Progressed());
        var whole = File.ReadAllBytes(_path);
        var first = whole.AsSpan().IndexOf((byte)'\n') + 1;
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(_path, whole[..length]);
            Write(new TrainingEvent.Ended(1, 8, Happenings.Time, false));
            Assert.Equal(1 + (length == whole.Length ? 2 : length >= first ? 1 : 0), Lines().Count);
        }
    }

    [Fact]
    public void ALongHalfLineAndZerosAfterAPowerFailureAreCutOffToo()
    {
        Write(Happenings.Started());
        var whole = File.ReadAllBytes(_path);
        foreach (var tail in new[] { Encoding.UTF8.GetBytes("{\"event\":\"warned\",\"message\":\"" + new string('x', 20_000)), new byte[4096] })
        {
            File.WriteAllBytes(_path, [.. whole, .. tail]);
            Write();
            Assert.Equal(whole, File.ReadAllBytes(_path));
        }
    }

    [Theory]
    [InlineData("Dear diary")]
    [InlineData("{\"format\":1}\n")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0")]
    public void AFileThatIsNoLogIsLeftAlone(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        File.WriteAllText(_path, content);
        var error = Assert.Throws<EchoFormatException>(() => new JsonLinesLog(_path));
        Assert.StartsWith(_path, error.Message);
        Assert.Equal(content, File.ReadAllText(_path));
    }

    /// <summary>The rule for readers in docs/logging.md: killed at 250, resumed at 200, rolled back from 400 to 300.</summary>
    [Fact]
    public void AReaderDropsWhatWasDoneAgain()
    {
        Write(Happenings.Started(), Happenings.Progressed(100), Happenings.Progressed(200), Happenings.Progressed(250));
        Write(Happenings.Started(200), Happenings.Progressed(300), Happenings.Progressed(400),
            new TrainingEvent.RolledBack(300, 2400, Happenings.Time, 400, "", 0.5), Happenings.Progressed(400));
        var kept = new List<JsonNode>();
        foreach (var line in Lines())
        {
            if ((string?)line["event"] is "started" or "rolledBack")
                kept.RemoveAll(before => (long)before["step"]! > (long)line["step"]!);
            kept.Add(line);
        }
        Assert.Equal([100, 200, 300, 400], kept.Where(l => (string?)l["event"] == "progressed").Select(l => (long)l["step"]!));
    }

    [Fact]
    public void APathThatCannotBeIsAnErrorAtOnce()
    {
        Directory.CreateDirectory(_path);
        var error = Assert.Throws<IOException>(() => new JsonLinesLog(_path));
        Assert.StartsWith(_path, error.Message);
        Assert.Contains("choose another place", error.Message);
        Assert.Throws<ArgumentException>(() => new JsonLinesLog(""));
    }

    [SmallDiskFact]
    public void AFullDiskEndsInAnErrorAndLeavesWholeLines()
    {
        using var disk = new SmallDisk();
        var path = Path.Combine(disk.Folder, "log.jsonl");
        using var log = new JsonLinesLog(path);
        var error = Assert.Throws<IOException>(() =>
        {
            for (var i = 0; i < 100_000; i++)
                log.Write(Happenings.Progressed(i));
        });
        Assert.StartsWith(path, error.Message);
        Assert.EndsWith("}\n", File.ReadAllText(path));
    }

    [Fact]
    public void AClosedLogSaysSo()
    {
        var log = new JsonLinesLog(_path);
        log.Dispose();
        Assert.Throws<ObjectDisposedException>(() => log.Write(Happenings.Progressed()));
    }

    private void Write(params TrainingEvent[] events)
    {
        using var log = new JsonLinesLog(_path);
        foreach (var happened in events)
            log.Write(happened);
    }

    private List<JsonNode> Lines() => [.. File.ReadAllLines(_path).Select(l => JsonNode.Parse(l)!)];

    private sealed record SomethingElse(long Step, long ImagesSeen, DateTimeOffset Time) : TrainingEvent(Step, ImagesSeen, Time);
}
