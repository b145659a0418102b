using System.Text.Json.Nodes;
using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Sampling;
using EchoSynth.Tests.Sampling;
using EchoSynth.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Checkpoints;

public sealed class EchoModelTests
{
    private readonly string _folder = Tiny.TemporaryFolder();

    [Fact]
    public void AModelFolderMakesTheSameImagesAsTheModelItWasSavedFrom()
    {
        using var model = SamplerTests.Model();
        model.DefaultSector = Enumerable.Repeat(true, 256).ToArray();
        model.Provenance = new Dictionary<string, string> { ["data"] = "tiny" };
        model.Save(_folder);
        using var back = EchoModel.Load(_folder);

        Assert.Equal(["config.json", "denoiser.safetensors", "sector.png"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.Equal(model.WeightsHash(), back.WeightsHash());
        Assert.Equal(model.Schedule.Options, back.Schedule.Options);
        Assert.Equal("tiny", back.Provenance["data"]);
        Assert.Equal(model.DefaultSector, back.DefaultSector);
        using Sampler first = new(model), second = new(back);
        Assert.Equal(first.Generate(Tiny.Mask(), 5).Pixels, second.Generate(Tiny.Mask(), 5).Pixels);
    }

    [Fact]
    public void NcsnPlusPlusOptionsRoundTripThroughTheConfiguration()
    {
        using var model = new EchoModel(new NcsnPlusPlusDenoiser(Tiny.NcsnOptions), 16, new ScheduleOptions { Steps = 2 });
        model.Save(_folder);
        using var back = EchoModel.Load(_folder);
        var options = Assert.IsType<NcsnPlusPlusOptions>(back.Denoiser.Options);
        Assert.Equal(Tiny.NcsnOptions.Multipliers, options.Multipliers);
        Assert.Equal(Tiny.NcsnOptions.AttentionResolutions, options.AttentionResolutions);
        Assert.Equal(Tiny.NcsnOptions with { Multipliers = options.Multipliers, AttentionResolutions = options.AttentionResolutions }, options);
        Assert.Equal(2, back.Schedule.Steps);
        Assert.Equal(model.WeightsHash(), back.WeightsHash());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ANoiseModelRoundTripsWithItsSchedule(bool ncsn)
    {
        IMaskConditionedDenoiser denoiser = ncsn
            ? new NcsnPlusPlusDenoiser(Tiny.NcsnOptions with { Output = DenoiserOutput.Noise })
            : new SpadeUNetDenoiser(Tiny.SpadeOptions with { Output = DenoiserOutput.Noise });
        using var model = new EchoModel(denoiser, 16, new DdpmScheduleOptions { Steps = 10, Kind = DdpmScheduleKind.Linear });
        model.Save(_folder);
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "config.json")))!.AsObject();
        Assert.Equal("noise", (string?)config["denoiser"]!["output"]);
        Assert.Equal("linear", (string?)config["ddpmSchedule"]!["kind"]);
        Assert.False(config.ContainsKey("schedule"));

        using var back = EchoModel.Load(_folder);
        Assert.Equal(new DdpmScheduleOptions { Steps = 10, Kind = DdpmScheduleKind.Linear }, back.Schedule.Options);
        Assert.Equal(DenoiserOutput.Noise, back.Denoiser.Output);
        using Sampler first = new(model), second = new(back);
        Assert.Equal(first.Generate(Tiny.Mask(), 5).Pixels, second.Generate(Tiny.Mask(), 5).Pixels);
    }

    [Fact]
    public void AConfigurationFromBeforeTheBaselineLoads()
    {
        SamplerTests.Model().Save(_folder);
        Edit(config =>
        {
            Assert.False(config.ContainsKey("ddpmSchedule"));
            config["denoiser"]!.AsObject().Remove("output");
        });
        using (var model = EchoModel.Load(_folder))
            Assert.Equal((DenoiserOutput.CleanImage, 4), (model.Denoiser.Output, model.Schedule.Steps));
        Edit(config => config.Remove("schedule"));
        using (var model = EchoModel.Load(_folder))
            Assert.Equal(new ScheduleOptions(), model.Schedule.Options);
    }

    [Fact]
    public void WeightsOfAnotherConfigurationAreRefusedByName()
    {
        SamplerTests.Model().Save(_folder);
        Edit(config => config["denoiser"]!["width"] = 16);
        Assert.Contains("this network needs", Assert.Throws<ModelFormatException>(() => EchoModel.Load(_folder)).Message);
        Edit(config =>
        {
            config["denoiser"]!["width"] = 8;
            config["denoiser"]!["multipliers"] = new JsonArray(1, 2, 2);
        });
        Assert.Contains("weights are of another network: missing: ", Assert.Throws<ModelFormatException>(() => EchoModel.Load(_folder)).Message);
    }

    [Theory]
    [InlineData("format", "\"something\"", "is not an EchoSynth model")]
    [InlineData("version", "2", "reads versions 1 to 1")]
    [InlineData("denoiserKind", "\"transformer\"", "known are ncsnpp, spade-unet")]
    [InlineData("imageSize", "30", "multiples of 4")]
    [InlineData("imageSize", "\"big\"", "not a valid ModelConfig")]
    [InlineData("imagesize2", "1", "not a valid ModelConfig")]
    [InlineData("denoiser", "{\"width\": 7}", "Width is 7")]
    [InlineData("denoiser", "{\"widht\": 8}", "widht")]
    [InlineData("mask", "{\"sector\": false}", "takes 4 mask channels")]
    [InlineData("schedule", "{\"steps\": 0}", "Steps is 0")]
    [InlineData("ddpmSchedule", "{}", "both \"schedule\" and \"ddpmSchedule\"")]
    [InlineData("ddpmSchedule", "{\"kind\": \"quadratic\"}", "not a valid ModelConfig")]
    [InlineData("denoiser", "{\"output\": \"noise\", \"layerNoise\": 0.1}", "LayerNoise is 0.1; it must be 0 where Output is Noise")]
    public void AWrongConfigurationIsRefusedWithFileAndField(string field, string json, string reason)
    {
        SamplerTests.Model().Save(_folder);
        Edit(config => config[field] = JsonNode.Parse(json));
        var error = Assert.Throws<ModelFormatException>(() => EchoModel.Load(_folder));
        Assert.StartsWith(Path.Combine(_folder, "config.json"), error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public void MissingAndForeignFilesAreNamed()
    {
        Assert.Contains("config.json: no such file", Assert.Throws<ModelFormatException>(() => EchoModel.Load(_folder)).Message);
        SamplerTests.Model().Save(_folder);
        File.WriteAllText(Path.Combine(_folder, "denoiser.safetensors"), "PK not a safetensors file");
        Assert.Contains("denoiser.safetensors", Assert.Throws<ModelFormatException>(() => EchoModel.Load(_folder)).Message);
        File.Delete(Path.Combine(_folder, "denoiser.safetensors"));
        Assert.Contains("no such file", Assert.Throws<ModelFormatException>(() => EchoModel.Load(_folder)).Message);
        File.WriteAllText(Path.Combine(_folder, "config.json"), "{");
        Assert.Contains("config.json", Assert.Throws<ModelFormatException>(() => EchoModel.Load(_folder)).Message);
    }

    [Fact]
    public void WeightsThatAreNotNumbersAreRefused()
    {
        using var model = SamplerTests.Model();
        using (no_grad())
            model.Denoiser.Module.parameters().First().fill_(double.NaN);
        model.Save(_folder);
        Assert.Contains("NaN", Assert.Throws<ModelFormatException>(() => EchoModel.Load(_folder)).Message);
    }

    [Fact]
    public void AnImageSizeTheNetworkCannotTakeIsNamedWithTheLegalOnes()
    {
        var error = Assert.Throws<ArgumentException>(() => new EchoModel(new SpadeUNetDenoiser(), 60));
        Assert.Contains("60 × 60", error.Message);
        Assert.Contains("16, 24, 32", error.Message);
    }

    [Fact]
    public void AnUnknownDeviceIsRefused()
    {
        using var model = Tiny.Model();
        Assert.Contains("use auto, cpu, cuda", Assert.Throws<ArgumentException>(() => Devices.Parse("tpu")).Message);
        Assert.Contains("cuda:x", Assert.Throws<ArgumentException>(() => Devices.Parse("cuda:x")).Message);
        Assert.Contains("no device cuda:99", Assert.Throws<ArgumentException>(() => Devices.Parse("cuda:99")).Message);
        Assert.Throws<ArgumentException>(() => model.To(new Device(DeviceType.CUDA, 99)));
        Assert.Equal(DeviceType.CPU, Devices.Parse("CPU").type);
    }

    private void Edit(Action<JsonObject> edit)
    {
        var path = Path.Combine(_folder, "config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        edit(config);
        File.WriteAllText(path, config.ToJsonString());
    }
}
