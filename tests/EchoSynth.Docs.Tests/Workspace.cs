using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Checkpoints;
using EchoSynth.Synthesis;
using EchoSynth.Training;

namespace EchoSynth.Docs.Tests;

/// <summary>
/// A folder with what the pages suppose to be there, small: phantoms in data/phantom (CAMUS) and data/unity, where README has its demo's data, a model with shape models in models/hearts, masks in new, a synthetic set in synthetic.
/// </summary>
public sealed class Workspace : IDisposable
{
    private readonly string _before = Environment.CurrentDirectory;

    public Workspace()
    {
        Root = Directory.CreateTempSubdirectory("echosynth-docs-").FullName;
        Environment.CurrentDirectory = Root; // the pages name relative folders
        var phantom = new PhantomDatasetOptions { Patients = 16, Size = 64 };
        PhantomDataset.Write("data/phantom", phantom);
        PhantomDataset.Write("artifacts/demo/data", phantom);
        PhantomDataset.Write("data/unity", new PhantomDatasetOptions { Layout = DatasetLayout.Unity, Scanner = "compound", Patients = 1, Size = 64 });
        var dataset = EchoDatasets.Open("data/phantom");
        var preset = ModelPreset.Small64;
        // As the command line begins a training: what the pages' programs go on with.
        using var model = preset.CreateModel(seed: 0);
        using var discriminator = preset.CreateDiscriminator(seed: 0);
        using var trainer = new Trainer(model, discriminator, preset.Training with { Images = 16 });
        using var pairs = TrainingSet.Load(dataset, preset.ImageSize, [.. dataset.Items.Where(i => i.Split == DatasetSplit.Training)]);
        trainer.Train(pairs, "models/hearts");
        foreach (var (view, name) in new[] { (EchoView.TwoChamber, "2CH"), (EchoView.FourChamber, "4CH") })
            ShapeModel.Fit(ShapeHeart.Of(dataset, view), new ShapeModelOptions { View = view }).Save($"models/hearts/shape_{name}.json");
        Directory.CreateDirectory("new");
        foreach (var item in dataset.Items.Take(4))
            Imaging.PngCodec.WriteMask($"new/{item.Id}_gt.png", dataset.Load(item).Mask);
        using var trained = EchoModel.Load("models/hearts");
        SyntheticDataset.Write(trained, SynthesisSource.MasksOf("new"), "synthetic", new SyntheticDatasetOptions { Count = 4 });
    }

    public string Root { get; }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Directory.Delete(Root, recursive: true);
    }
}
