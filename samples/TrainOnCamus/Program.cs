// From a CAMUS directory to a model: training with validation, a log, checkpoints, and images of patients that were held out.
using EchoSynth.Checkpoints;
using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Logs;
using EchoSynth.Samples;
using EchoSynth.Sampling;
using EchoSynth.Training;

if (SampleArguments.Read(args, "TrainOnCamus", "CAMUS-FOLDER", "MODEL-FOLDER") is not { } given)
    return 2;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true; // not at once: after the step at hand, with a checkpoint
    stop.Cancel();
};

try
{
    // 1. The data. Without a folder: simulated patients, written in CAMUS's layout and read like the real ones.
    var (data, folder) = given.Folders is [var named, var into] ? (named, into) : ($"{given.Output("train")}/data", $"{given.Output("train")}/model");
    if (given.Folders.Length == 0 && !Directory.Exists(data))
        PhantomDataset.Write(data, new PhantomDatasetOptions { Patients = given.Quick ? 14 : 100, Size = 128 });
    var camus = CamusDataset.Open(data);
    List<EchoItem> Of(DatasetSplit split) => [.. camus.Items.Where(i => i.Split == split)];
    Console.WriteLine($"{camus.Items.Count} images of {camus.Items.Select(i => i.PatientId).Distinct().Count()} patients; {Of(DatasetSplit.Training).Count} to train on");

    // 2. Networks and options that belong together. A training that was begun goes on with its own options.
    var preset = ModelPreset.Small64;
    var options = Trainer.SavedOptions(folder) ?? (given.Quick
        ? preset.Training with { Images = 80, Validation = new ValidationOptions { Interval = 10, Pairs = 2, Seeds = 2, SpreadPairs = 2 } }
        : preset.Training with { Images = 4800, Validation = new ValidationOptions { Interval = 300 } });
    using var model = preset.CreateModel(seed: 1);
    using var discriminator = preset.CreateDiscriminator(seed: 1);
    using var trainer = new Trainer(model, discriminator, options);
    if (trainer.Resume(folder))
        Console.WriteLine($"going on after {trainer.ImagesSeen} images");

    // 3. Training. Validation draws masks of other patients and says how near the images come; the best model so far is kept in best/.
    trainer.Happened += (_, happened) =>
    {
        if (happened is TrainingEvent.Estimated { Progress: var p })
            Console.WriteLine($"{p.ImagesPerSecond:0.0} images a second, {p.Remaining:h\\:mm\\:ss} to go");
        if (happened is TrainingEvent.Validated { Report: var r })
            Console.WriteLine($"{happened.ImagesSeen} images seen: PSNR {r.Psnr:0.0} dB, SSIM {r.Ssim:0.000}, texture {r.TextureMyocardium:0.00} (1 is right)");
        if (happened is TrainingEvent.Warned { Message: var warning })
            Console.WriteLine($"warning: {warning}");
    };
    using (var pairs = TrainingSet.Load(camus, preset.ImageSize, Of(DatasetSplit.Training)))
    using (var heldOut = TrainingSet.Load(camus, preset.ImageSize, Of(DatasetSplit.Validation)))
    using (var log = new JsonLinesLog($"{folder}/log.jsonl"))
    using (log.Attach(trainer))
        trainer.Train(pairs, folder, heldOut, cancellationToken: stop.Token);

    // 4. A shape model of the training hearts beside the weights: TranslateDomains completes masks with it. It needs ten hearts at least.
    foreach (var (view, name) in new[] { (EchoView.TwoChamber, "2CH"), (EchoView.FourChamber, "4CH") })
        ShapeModel.Fit(ShapeHeart.Of(camus, view, Of(DatasetSplit.Training)), new ShapeModelOptions { View = view, Source = camus.Name }).Save($"{folder}/shape_{name}.json");

    // 5. Patients that were held out: mask, their recording, three synthetic images.
    using var trained = EchoModel.Load(folder);
    using var sampler = new Sampler(trained);
    var rows = new List<Tile[]>();
    foreach (var item in Of(DatasetSplit.Testing).Take(4))
    {
        var (_, recording, mask) = FrameGeometry.Frame(camus.Load(item), trained.ImageSize, trained.Framing).Pair;
        rows.Add([mask, recording, sampler.Generate(mask, 1), sampler.Generate(mask, 2), sampler.Generate(mask, 3)]);
    }
    PictureSheet.Write($"{folder}/held-out.png", 256 / trained.ImageSize, rows);
    Console.WriteLine($"wrote {Path.GetFullPath(folder)}: the model, best/, log.jsonl, held-out.png");
    return 0;
}
catch (OperationCanceledException)
{
    Console.WriteLine("stopped; a checkpoint is written, and the same command goes on from it");
    return 130;
}
catch (Exception e) when (e is IOException or ArgumentException or TrainingDivergedException) // the message names the file or the value
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}
