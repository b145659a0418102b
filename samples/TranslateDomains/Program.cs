// Recordings of one scanner, redrawn in the style of another: the one that the model was trained on. The anatomy stays.
using EchoSynth.Checkpoints;
using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Samples;
using EchoSynth.Synthesis;
using EchoSynth.Training;
using EchoSynth.Translation;

if (SampleArguments.Read(args, "TranslateDomains", "MODEL-FOLDER", "SOURCE-FOLDER", "OUTPUT-FOLDER") is not { } given)
    return 2;

try
{
    // 1. The style: a model. The source: any data set of docs/datasets.md. Without arguments, both are simulated.
    var simulated = given.Output("translate");
    var (modelFolder, sourceFolder, output) = given.Folders is [var m, var s, var o] ? (m, s, o) : ($"{simulated}/model", $"{simulated}/source", $"{simulated}/translated");
    if (given.Folders.Length == 0)
        Simulate(modelFolder, sourceFolder);
    using var model = EchoModel.Load(modelFolder);
    var source = EchoDatasets.Open(sourceFolder);

    // 2. What the source does not mark (here wall and atrium) is completed by shape models of the hearts that the model knows; TrainOnCamus and echosynth train leave them beside the weights.
    var shapes = Directory.GetFiles(modelFolder, "shape_*.json").Order().Select(ShapeModel.Load).ToArray();
    using var translator = new DomainTranslator(model, new DomainTranslatorOptions { Completer = shapes.Length > 0 ? new ShapeCompleter(shapes) : null });
    if (translator.MissingIn(source) is { Count: > 0 } missing)
        Console.WriteLine($"{source.Name} marks {string.Join(", ", source.Annotated)}; completed: {string.Join(", ", missing)}");

    // 3. A data set: images with their masks, a manifest that says where each is from, a card. Started again, it goes on where it was stopped.
    var result = SyntheticDataset.Write(model, translator.Sources(source, sourceFolder), output, new SyntheticDatasetOptions { Name = $"{source.Name}, translated", Facts = translator.Facts(source) });
    Console.WriteLine($"{result.Made} images made, {result.Kept} kept, {result.Skipped.Count} could not be completed: {Path.GetFullPath(output)}");

    // 4. To look at: recording, mask, translation.
    var few = translator.Translate(source, [.. source.Items.Take(6)]).Select(t => new Tile[] { t.Recording, t.Mask, t.Image });
    var sheet = Path.TrimEndingDirectorySeparator(output) + ".png";
    PictureSheet.Write(sheet, 256 / model.ImageSize, [.. few]);
    Console.WriteLine($"wrote {Path.GetFullPath(sheet)}");
    return 0;
}
catch (Exception e) when (e is IOException or ArgumentException) // the message names the file or the value
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}

// A model of the scanner "standard", its shape model, and recordings of the scanner "compound" in the layout of Unity, which marks the ventricle only.
void Simulate(string modelFolder, string sourceFolder)
{
    if (!Directory.Exists(sourceFolder))
        PhantomDataset.Write(sourceFolder, new PhantomDatasetOptions { Layout = DatasetLayout.Unity, Scanner = "compound", Patients = given.Quick ? 2 : 10, Seed = 7, Size = 128 });
    if (File.Exists($"{modelFolder}/shape_4CH.json"))
        return;
    var preset = ModelPreset.Small64;
    PhantomDataset.Write(modelFolder + "-data", new PhantomDatasetOptions { Patients = given.Quick ? 12 : 100, Size = 128 });
    var camus = CamusDataset.Open(modelFolder + "-data");
    using var pairs = TrainingSet.Load(camus, preset.ImageSize);
    using var fresh = preset.CreateModel(seed: 1);
    using var discriminator = preset.CreateDiscriminator(seed: 1);
    using var trainer = new Trainer(fresh, discriminator, preset.Training with { Images = given.Quick ? 80 : 4800, ReportInterval = 100 });
    Console.WriteLine("no model was named: training one on simulated hearts of another scanner");
    trainer.Train(pairs, modelFolder, progress: new Progress<TrainingProgress>(p => Console.WriteLine($"{p.ImagesSeen} images, {p.Remaining:mm\\:ss} left")));
    ShapeModel.Fit(ShapeHeart.Of(camus, EchoView.FourChamber), new ShapeModelOptions { View = EchoView.FourChamber, Source = camus.Name }).Save($"{modelFolder}/shape_4CH.json");
}
