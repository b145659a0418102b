using EchoSynth.Checkpoints;
using EchoSynth.Diffusion;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Training;

namespace EchoSynth.Studio.Tests.Support;

/// <summary>Models of the tests' own: one trained for some seconds on phantoms, so that its images follow their masks; untrained ones that predict noise, and that know scanners.</summary>
internal static class TinyModel
{
    private static readonly Lazy<string> s_trained = new(Train);

    private static readonly Lazy<string> s_noise = new(() =>
    {
        using var model = ModelPreset.Small64.CreateNoiseModel(3, new DdpmScheduleOptions { Steps = 50 });
        var folder = Path.Combine(Directory.CreateTempSubdirectory("studio-tests-").FullName, "noise-64");
        model.Save(folder);
        return folder;
    });

    private static readonly Lazy<string> s_scanners = new(() =>
    {
        using var model = ModelPreset.Small64.CreateModel(5, new MaskEncoding { Domains = [.. ScannerPreset.All.Select(s => s.Name)] });
        var folder = Path.Combine(Directory.CreateTempSubdirectory("studio-tests-").FullName, "scanners-64");
        model.Save(folder);
        return folder;
    });

    public static string ScannersFolder => s_scanners.Value;

    public static string Folder => s_trained.Value;

    public static string NoiseFolder => s_noise.Value;

    private static string Train()
    {
        TorchSharp.torch.set_num_threads(1);
        var root = Directory.CreateTempSubdirectory("studio-tests-").FullName;
        PhantomDataset.Write(Path.Combine(root, "data"), new PhantomDatasetOptions { Patients = 10, Size = 64, Scanner = PhantomDatasetOptions.AllScanners });
        var camus = CamusDataset.Open(Path.Combine(root, "data"));
        var preset = ModelPreset.Small64;
        using var model = preset.CreateModel(seed: 1);
        using var discriminator = preset.CreateDiscriminator(seed: 1);
        using var trainer = new Trainer(model, discriminator, preset.Training with { Images = 240 });
        using var pairs = TrainingSet.Load(camus, preset.ImageSize, [.. camus.Items.Where(i => i.Split == DatasetSplit.Training)]);
        var folder = Path.Combine(root, "tiny-64");
        trainer.Train(pairs, folder);
        return folder;
    }
}
