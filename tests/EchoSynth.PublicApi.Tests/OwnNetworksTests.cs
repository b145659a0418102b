using EchoSynth.Checkpoints;
using EchoSynth.Diffusion;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Sampling;
using EchoSynth.Training;

namespace EchoSynth.PublicApi.Tests;

/// <summary>The extension points, proven from outside: this assembly sees no internals.</summary>
public sealed class OwnNetworksTests
{
    [Fact]
    public void OwnNetworksTrainSaveLoadResumeAndSample()
    {
        var folder = Path.Combine(Path.GetTempPath(), "echosynth-tests", Guid.NewGuid().ToString("N"));
        DenoiserFactory.Register("own-convolution", OwnDenoiser.FromJson);
        var options = new TrainerOptions { Images = 40, BatchSize = 2, DenoiserRate = 1e-2, L1Weight = 5, ReportInterval = 1 };
        var l1 = new List<double>();

        using (var model = new EchoModel(new OwnDenoiser(new OwnOptions(3)), 16))
        using (var discriminator = new OwnDiscriminator())
        using (var trainer = new Trainer(model, discriminator, options))
            trainer.Train(Data(), folder, null, new Each(p => l1.Add(p.Losses["l1"])));

        Assert.True(l1.TakeLast(5).Average() < l1[0], $"{l1[0]} to {l1.TakeLast(5).Average()}");
        using (var model = new EchoModel(new OwnDenoiser(new OwnOptions(3)), 16))
        using (var discriminator = new OwnDiscriminator())
        using (var trainer = new Trainer(model, discriminator, options))
        {
            Assert.True(trainer.Resume(folder));
            Assert.Equal(20, trainer.Step);
        }

        using var loaded = EchoModel.Load(folder);
        Assert.IsType<OwnDenoiser>(loaded.Denoiser);
        using var sampler = new Sampler(loaded);
        var mask = Data().Pairs[0].Mask;
        var image = sampler.Generate(mask, 1);
        Assert.Equal(16, image.Width);
        Assert.Equal(image.ToUInt16(), sampler.Generate(mask, 1).ToUInt16());
        Assert.NotEqual(image.ToUInt16(), sampler.Generate(mask, 2).ToUInt16());
    }

    [Fact]
    public void AnOwnNoisePredictorTrainsSavesLoadsAndSamples()
    {
        var folder = Path.Combine(Path.GetTempPath(), "echosynth-tests", Guid.NewGuid().ToString("N"));
        DenoiserFactory.Register("own-noise", _ => new OwnNoiseDenoiser());
        var losses = new List<double>();
        using (var model = new EchoModel(new OwnNoiseDenoiser(), 16, new DdpmScheduleOptions { Steps = 100, Kind = DdpmScheduleKind.Linear }))
        using (var trainer = new Trainer(model, new TrainerOptions { Images = 80, BatchSize = 2, DenoiserRate = 1e-2, ReportInterval = 1 }))
            trainer.Train(Data(), folder, null, new Each(p => losses.Add(p.Losses["noise"])));
        Assert.True(losses.TakeLast(5).Average() < losses[0], $"{losses[0]} to {losses.TakeLast(5).Average()}");

        using var loaded = EchoModel.Load(folder);
        Assert.IsType<DdpmSchedule>(loaded.Schedule);
        using var sampler = new Sampler(loaded, new SamplerOptions { Method = SamplingMethod.Ddim, SamplingSteps = 5, Eta = 0.5 });
        Assert.Equal(16, sampler.Generate(Data().Pairs[0].Mask, 1).Width);
    }

    [Fact]
    public void ANetworkIsValidatedInEvaluationModeAndTrainedInTrainingMode()
    {
        using var denoiser = new OwnDenoiser(new OwnOptions(3));
        using var model = new EchoModel(denoiser, 16);
        using var discriminator = new OwnDiscriminator();
        using var trainer = new Trainer(model, discriminator, new TrainerOptions
        {
            Images = 4, BatchSize = 2, SpreadWeight = 0, Validation = new ValidationOptions { Interval = 1, Seeds = 2 },
        });
        trainer.Train(Data(), heldOut: Data("other"));
        // A step predicts for the discriminator and for the denoiser; a validation draws two seeds in four steps.
        bool[] step = [true, true], validation = [.. Enumerable.Repeat(false, 8)];
        Assert.Equal([.. step, .. validation, .. step, .. validation], denoiser.Modes);
    }

    [Fact]
    public void AnUnregisteredKindSaysHowToRegisterIt()
    {
        var folder = Path.Combine(Path.GetTempPath(), "echosynth-tests", Guid.NewGuid().ToString("N"));
        using (var model = new EchoModel(new OwnDenoiser(new OwnOptions(3)), 16))
            model.Save(folder);
        var config = Path.Combine(folder, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("own-convolution", "not-registered", StringComparison.Ordinal));
        Assert.Contains("DenoiserFactory.Register", Assert.Throws<ModelFormatException>(() => EchoModel.Load(folder)).Message);
    }

    [Fact]
    public void NoKindOfTheLibrarysOwnCanBeReplaced() =>
        Assert.Throws<ArgumentException>(() => DenoiserFactory.Register("ncsnpp", OwnDenoiser.FromJson));

    private static TrainingSet Data(string id = "a")
    {
        var labels = new byte[256];
        Array.Fill(labels, (byte)4);
        Array.Fill(labels, (byte)1, 100, 20);
        var mask = new AnatomyMask(16, 16, labels);
        var pixels = labels.Select(l => l == 1 ? 0.1f : 0.8f).ToArray();
        var item = new EchoItem(id, id, EchoView.Unknown, CardiacPhase.Unknown, DatasetSplit.Training, "", "");
        return new TrainingSet([new EchoPair(item, new EchoImage(16, 16, pixels), mask)]);
    }

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
