using System.Text.Json;

namespace EchoSynth.Samples.Tests;

[Collection(SampleRuns.Name)]
public sealed class TrainOnCamusTests(TrainedFolder trained)
{
    [Fact]
    public void ItLeavesAModelItsLogAndImagesOfHeldOutPatients()
    {
        Assert.Contains("56 images of 14 patients; 48 to train on", trained.Output);
        Assert.Contains("80 images seen: PSNR", trained.Output);
        foreach (var file in new[] { "config.json", "denoiser.safetensors", "sector.png", "shape_2CH.json", "shape_4CH.json", "best/config.json", "best/validation.json" })
            Assert.True(File.Exists(Path.Combine(trained.Model, file)), file);
        var log = File.ReadLines(Path.Combine(trained.Model, "log.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()).ToList();
        Assert.Equal("started", log[0]);
        Assert.Equal(2, log.Count(e => e == "validated"));
        Pictures.Drawn(trained.Model, "held-out.png");
    }

    [Fact]
    public void StartedAgainItGoesOnAndChangesNothingThatIsDone()
    {
        var weights = Path.Combine(trained.Model, "denoiser.safetensors");
        var before = File.ReadAllBytes(weights);
        Assert.Contains("going on after 80 images", SampleProcess.Run(trained.Working, "TrainOnCamus", "--quick").Expect(0).Output);
        Assert.Equal(before, File.ReadAllBytes(weights));
    }

    [Fact]
    public void WhatAQuickRunLeftIsNotInTheWayOfTheRealOne()
    {
        Assert.Equal(["train-quick"], Directory.GetDirectories(Path.Combine(trained.Working, "out")).Select(Path.GetFileName));
        var folder = trained.New("train-after");
        // What the plain command would find of a run before it: here data that it cannot read, so that it need not train for minutes.
        Directory.CreateDirectory(Path.Combine(folder, "out", "train", "data"));
        File.WriteAllText(Path.Combine(folder, "out", "train", "data", "patient0001"), "no folder");
        Assert.StartsWith("error: out/train/data: ", SampleProcess.Run(folder, "TrainOnCamus").Expect(1).Error);
    }
}
