// A denoiser of one's own (DilatedDenoiser.cs): it trains, is saved, loaded and sampled like the library's.
using EchoSynth.Checkpoints;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Samples;
using EchoSynth.Sampling;
using EchoSynth.Training;

if (SampleArguments.Read(args, "CustomDenoiser", "DATA-FOLDER", "MODEL-FOLDER") is not { } given)
    return 2;

try
{
    // 1. Once, at start-up: how a model folder of this kind becomes a network again.
    DenoiserFactory.Register("dilated", DilatedDenoiser.FromJson);

    var (data, folder) = given.Folders is [var named, var into] ? (named, into) : ($"{given.Output("custom")}/data", $"{given.Output("custom")}/model");
    if (given.Folders.Length == 0 && !Directory.Exists(data))
        PhantomDataset.Write(data, new PhantomDatasetOptions { Patients = given.Quick ? 10 : 60, Size = 64 });
    var dataset = EchoDatasets.Open(data);
    List<EchoItem> held = [.. dataset.Items.Where(i => i.Split == DatasetSplit.Testing)], seen = [.. dataset.Items.Except(held)];

    // 2. The network in a model, with the discriminator of a preset. TorchSharp's layers start from its global generator.
    const int size = 64;
    var preset = ModelPreset.Small64;
    TorchSharp.torch.manual_seed(1);
    var denoiser = new DilatedDenoiser(new DilatedOptions());
    using (var model = new EchoModel(denoiser, size)) // it owns the network from here on
    using (var discriminator = preset.CreateDiscriminator(seed: 1))
    using (var trainer = new Trainer(model, discriminator, preset.Training with { Images = given.Quick ? 40 : 4800, ReportInterval = 100 }))
    using (var pairs = TrainingSet.Load(dataset, size, seen))
    {
        Console.WriteLine($"{denoiser.parameters().Sum(p => p.numel()):N0} weights, {pairs.Pairs.Count} pairs");
        trainer.Resume(folder);
        trainer.Train(pairs, folder, progress: new Progress<TrainingProgress>(p => Console.WriteLine($"{p.ImagesSeen} images, L1 {p.Losses["l1"]:0.000}, {p.Remaining:mm\\:ss} left")));
    }

    // 3. From the folder alone, as another program would: mask, recording, two synthetic images.
    using var trained = EchoModel.Load(folder);
    using var sampler = new Sampler(trained);
    var rows = held.Take(4).Select(item => FrameGeometry.Frame(dataset.Load(item), size, trained.Framing).Pair)
        .Select(pair => new Tile[] { pair.Mask, pair.Image, sampler.Generate(pair.Mask, 1), sampler.Generate(pair.Mask, 2) });
    PictureSheet.Write($"{folder}/held-out.png", 3, [.. rows]);
    Console.WriteLine($"loaded a {trained.Denoiser.GetType().Name}; wrote {Path.GetFullPath(folder)}/held-out.png");
    return 0;
}
catch (Exception e) when (e is IOException or ArgumentException or TrainingDivergedException) // the message names the file or the value
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
