using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Evaluation;
using EchoSynth.Imaging;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Training;

public sealed class ModelPresetTests
{
    public static TheoryData<string> Names => [.. ModelPreset.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPresetMakesAnImageAndAScoreOfItsSize(string name)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var preset = ModelPreset.ByName(name);
        var s = preset.ImageSize;
        using var model = preset.CreateModel(1);
        using var discriminator = preset.CreateDiscriminator(1);
        Assert.Equal((s, 4), (model.ImageSize, model.Denoiser.MaskChannels));
        Assert.Null(discriminator.CheckSize(s, s));

        var mask = zeros(1, 4, s, s);
        var image = model.Denoiser.Predict(zeros(1, 1, s, s), model.Denoiser.Encode(mask), zeros([1], int64), ones(1, model.Denoiser.LatentLength(s, s)));
        var logits = discriminator.Score(image, zeros(1, 1, s, s), zeros([1], int64), mask);

        Assert.Equal([1, 1, s, s], image.shape);
        Assert.Equal(discriminator.Kind == "patch" ? [1, 8, 8] : [1], logits.shape);
        Assert.False(string.IsNullOrEmpty(preset.Description));
        using var trainer = new Trainer(model, discriminator, preset.Training);
        Assert.Equal(preset.Training.TotalSteps, trainer.TotalSteps);
    }

    [Theory]
    [InlineData("small-64")]
    [InlineData("small-128")]
    [InlineData("small-256")]
    public void ASmallPresetTakesAtMostAFifthOfTheArithmeticOfNcsnPlusPlus(string name)
    {
        var preset = ModelPreset.ByName(name);
        using var small = preset.CreateModel();
        using var large = preset.ImageSize == 64 ? ModelPreset.NcsnPlusPlus64.CreateModel().Denoiser : new NcsnPlusPlusDenoiser(new NcsnPlusPlusOptions { ImageSize = preset.ImageSize });
        Assert.Equal(4, small.Schedule.Steps);
        double Flop(IMaskConditionedDenoiser net) => NetworkCost.Of(net, preset.ImageSize, preset.ImageSize).FlopPerImage(4);
        Assert.InRange(Flop(small.Denoiser) / Flop(large), 0.005, 0.2);
    }

    [Fact]
    public void TheTwoDenoisersAt64AreTrainedAlike()
    {
        using var first = ModelPreset.Small64.CreateDiscriminator(3);
        using var second = ModelPreset.NcsnPlusPlus64.CreateDiscriminator(3);
        Assert.Equal(ModelPreset.Small64.Training, ModelPreset.NcsnPlusPlus64.Training);
        Assert.Equal(Values(first.Module), Values(second.Module));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPresetRoundTripsThroughItsFolder(string name)
    {
        var folder = Tiny.TemporaryFolder();
        using (var model = ModelPreset.ByName(name).CreateModel(5))
            model.Save(folder);
        using var back = EchoModel.Load(folder);
        using var again = ModelPreset.ByName(name).CreateModel(5);
        Assert.Equal(again.WeightsHash(), back.WeightsHash());
        Assert.Equal((again.ImageSize, again.Mask, again.Denoiser.Kind), (back.ImageSize, back.Mask, back.Denoiser.Kind));
        Assert.Equal(Json(again.Denoiser.Options), Json(back.Denoiser.Options));
        Directory.Delete(folder, true);
    }

    [Fact]
    public void NetworksTakeTheChannelsOfTheMaskEncoding()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var mask = new MaskEncoding { Labels = [AnatomyLabel.LeftVentricle], Sector = false };
        var preset = ModelPreset.Small64;
        using EchoModel model = preset.CreateModel(1, mask), noise = preset.CreateNoiseModel(1, mask: mask);
        Assert.Equal((1, 1, mask), (model.Denoiser.MaskChannels, noise.Denoiser.MaskChannels, model.Mask));
        using var sees = preset.CreateDiscriminator(1, mask: mask);
        using var blind = preset.CreateDiscriminator(1, seesMask: false, mask);
        Assert.True(sees.SeesMask);
        Assert.False(blind.SeesMask);
        var x = zeros(1, 1, 64, 64);
        Assert.Equal([1, 8, 8], sees.Score(x, x, zeros([1], int64), ones(1, 1, 64, 64)).shape);
        Assert.Equal([1, 8, 8], blind.Score(x, x, zeros([1], int64), null).shape);
        Assert.Contains("masks of 1 channels and was given 4", Assert.Throws<ArgumentException>(() => sees.Score(x, x, zeros([1], int64), ones(1, 4, 64, 64))).Message);
        Assert.Contains("was given 0", Assert.Throws<ArgumentException>(() => sees.Score(x, x, zeros([1], int64), null)).Message);
    }

    [Fact]
    public void AnUnknownNameIsAnsweredWithTheKnownOnes() =>
        Assert.Contains("small-64, small-128, small-256, ncsnpp-64, reference-256", Assert.Throws<ArgumentException>(() => ModelPreset.ByName("large")).Message);

    private static float[] Values(nn.Module module) => [.. module.parameters().SelectMany(p => EchoSynth.Tensors.TensorData.ToFloats(p.detach()))];

    private static string Json(object options) => System.Text.Json.JsonSerializer.Serialize(options, options.GetType());
}
