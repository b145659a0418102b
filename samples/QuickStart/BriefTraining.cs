using EchoSynth.Imaging.Phantoms;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Training;

namespace EchoSynth.Samples;

/// <summary>A model from nothing, for a first look: small-64 on phantoms. TrainOnCamus shows how it is done properly.</summary>
internal static class BriefTraining
{
    /// <summary>The folder, trained where it is not there yet.</summary>
    public static string Folder(string folder, bool quick)
    {
        if (File.Exists(Path.Combine(folder, "config.json")))
            return folder;
        var preset = ModelPreset.Small64;
        var data = folder + "-data";
        PhantomDataset.Write(data, new PhantomDatasetOptions { Patients = quick ? 3 : 40, Size = preset.ImageSize });
        using var pairs = TrainingSet.Load(CamusDataset.Open(data), preset.ImageSize);
        using var model = preset.CreateModel(seed: 1);
        using var discriminator = preset.CreateDiscriminator(seed: 1);
        using var trainer = new Trainer(model, discriminator, preset.Training with { Images = quick ? 80 : 2400, ReportInterval = 50 });
        Console.WriteLine("no model was named: training one on simulated hearts");
        trainer.Train(pairs, folder, progress: new Progress<TrainingProgress>(p => Console.WriteLine($"{p.ImagesSeen} images, {p.Remaining:mm\\:ss} left")));
        return folder;
    }
}
