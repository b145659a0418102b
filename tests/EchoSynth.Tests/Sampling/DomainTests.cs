using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Discriminators;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Sampling;
using EchoSynth.Tests.Denoisers;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using Microsoft.Extensions.Options;

namespace EchoSynth.Tests.Sampling;

/// <summary>One model, several looks.</summary>
public sealed class DomainTests
{
    private static readonly MaskEncoding Two = new() { Domains = ["bright", "dark"] };

    [Fact]
    public void AnImageIsDrawnInTheLookAskedFor()
    {
        using var model = Model();
        using var sampler = new Sampler(model);
        float[] Draw(string domain) => sampler.Generate([new SampleRequest(Tiny.Mask(), 5) { Domain = domain }])[0].Image.Pixels.ToArray();
        Assert.NotEqual(Draw("bright"), Draw("dark"));
        using var dark = new Sampler(model, new SamplerOptions { Domain = "dark" });
        Assert.Equal(Draw("dark"), dark.Generate(Tiny.Mask(), 5).Pixels.ToArray());
        Assert.Equal(Draw("bright"), dark.Generate([new SampleRequest(Tiny.Mask(), 5) { Domain = "bright" }])[0].Image.Pixels.ToArray());
    }

    [Fact]
    public void AWrongDomainIsAnErrorThatNamesTheRightOnes()
    {
        using var model = Model();
        using var sampler = new Sampler(model);
        Assert.Contains("names no domain; this model needs one of bright, dark", Assert.Throws<ArgumentException>(() => sampler.Generate(Tiny.Mask(), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("'a' asks for the domain 'Dark'; this model knows bright, dark", Assert.Throws<ArgumentException>(() => sampler.Generate([new SampleRequest(Tiny.Mask(), 1, "a") { Domain = "Dark" }])).Message, StringComparison.Ordinal);
        Assert.Contains("asks for the domain 'grey'", Assert.Throws<OptionsValidationException>(() => new Sampler(model, new SamplerOptions { Domain = "grey" })).Message, StringComparison.Ordinal);
        using var plain = Tiny.Model();
        using var one = new Sampler(plain);
        Assert.Contains("this model knows none", Assert.Throws<ArgumentException>(() => one.Generate([new SampleRequest(Tiny.Mask(), 1) { Domain = "dark" }])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DomainsAreTrainedSavedAndLoaded()
    {
        var folder = Tiny.TemporaryFolder();
        using var model = Model();
        using var patch = new PatchDiscriminator(Tiny.PatchOptions with { MaskChannels = Two.Channels });
        using var trainer = new Trainer(model, patch, Tiny.Training(2));
        Assert.Contains("Pair 'p0' names no domain", Assert.Throws<ArgumentException>(() => trainer.Train(Tiny.Data(), folder)).Message, StringComparison.Ordinal);
        using var data = Tiny.Data();
        var assigned = new TrainingSet([.. data.Pairs.Select((p, i) => p with { Item = p.Item with { Domain = Two.Domains[i % 2] } })]);
        Assert.NotEqual(data.Fingerprint(), assigned.Fingerprint());
        using var afresh = new Trainer(model, patch, Tiny.Training(2));
        afresh.Train(assigned, folder);
        using var back = EchoModel.Load(folder);
        Assert.Equal(Two, back.Mask);
        using var plain = Tiny.Model();
        plain.Save(folder + "-plain");
        Assert.DoesNotContain("domains", File.ReadAllText(Path.Combine(folder + "-plain", "config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void HalfPrecisionWeightsAreHalfAsLongAndDrawNearlyTheSame()
    {
        var folder = Tiny.TemporaryFolder();
        using var model = SamplerTests.Model();
        model.Save(folder);
        model.Save(folder + "-half", WeightFormat.Half);
        long Length(string f) => new FileInfo(Path.Combine(f, "denoiser.safetensors")).Length;
        Assert.InRange(Length(folder + "-half") / (double)Length(folder), 0.5, 0.75); // the header stays
        using var half = EchoModel.Load(folder + "-half");
        using var whole = new Sampler(model);
        using var rounded = new Sampler(half);
        var (a, b) = (whole.Generate(Tiny.Mask(), 3).Pixels.ToArray(), rounded.Generate(Tiny.Mask(), 3).Pixels.ToArray());
        Assert.NotEqual(a, b);
        Assert.All(a.Zip(b), p => Assert.Equal(p.First, p.Second, 0.02f));
    }

    [Fact]
    public void WeightsTooLargeForHalfPrecisionAreRefused()
    {
        var folder = Tiny.TemporaryFolder() + "-none";
        using var model = Tiny.Model();
        using (TorchSharp.torch.no_grad())
            model.Denoiser.Module.state_dict().First().Value.fill_(1e6);
        Assert.Contains("65504", Assert.Throws<InvalidOperationException>(() => model.Save(folder, WeightFormat.Half)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    private static EchoModel Model()
    {
        var net = new SpadeUNetDenoiser(Tiny.SpadeOptions with { MaskChannels = Two.Channels });
        DenoiserTests.Wake(net);
        return new EchoModel(net, Tiny.Size, mask: Two);
    }
}
