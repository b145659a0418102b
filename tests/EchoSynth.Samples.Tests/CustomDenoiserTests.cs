using EchoSynth.Checkpoints;

namespace EchoSynth.Samples.Tests;

[Collection(SampleRuns.Name)]
public sealed class CustomDenoiserTests(TrainedFolder trained)
{
    [Fact]
    public void ItTrainsIsSavedLoadedAndSampledAndTheSameAgain()
    {
        var (first, second) = (trained.New("custom-1"), trained.New("custom-2"));
        var output = SampleProcess.Run(first, "CustomDenoiser", "--quick").Expect(0).Output;
        Assert.Contains("40 images, L1", output);
        Assert.Contains("loaded a DilatedDenoiser", output);
        Pictures.Drawn(first, "out", "custom-quick", "model", "held-out.png");

        // The real run begins anew, in a folder of its own.
        Assert.Equal(["custom-quick"], Directory.GetDirectories(Path.Combine(first, "out")).Select(Path.GetFileName));
        SampleProcess.Run(second, "CustomDenoiser", "--quick").Expect(0);
        foreach (var file in new[] { "denoiser.safetensors", "held-out.png" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(first, "out", "custom-quick", "model", file)), File.ReadAllBytes(Path.Combine(second, "out", "custom-quick", "model", file)));

        // The folder names a kind that only a program with this class knows.
        Assert.Contains("'dilated'", Assert.Throws<ModelFormatException>(() => EchoModel.Load(Path.Combine(first, "out", "custom-quick", "model"))).Message);
    }
}
