using System.Globalization;
using EchoSynth.Checkpoints;
using EchoSynth.Cli.Pictures;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Evaluation;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Sampling;
using EchoSynth.Synthesis;
using EchoSynth.Training;

namespace EchoSynth.Cli.Demo;

/// <summary>From no data at all to a trained model and pictures of what it learned.</summary>
internal sealed class DemoRun(DemoOptions options, CancellationToken cancellation)
{
    /// <summary>Images per held-out mask, each with a seed of its own.</summary>
    private const int Rounds = 3;

    public void Run()
    {
        Devices.Parse(options.Device); // one that is not there is told before anything is simulated
        var start = TimeProvider.System.GetTimestamp();
        var folder = new DemoFolder(options.Folder);
        folder.Clear();
        var data = DemoData.Open(options, folder, cancellation);
        var (training, heldOut) = Splits.ForDemo(data.Dataset);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{data.Dataset.Name}: {Texts.Count(training.Count, "training pair")} of {Texts.Count(Splits.Patients(training), "patient")}; {Texts.Count(heldOut.Count, "pair")} of {Texts.Count(Splits.Patients(heldOut), "other patient")} are held out"));

        var request = new TrainingRequest { Preset = ModelPreset.Small64.Name, Images = options.Images, Seed = options.Seed, Device = options.Device, Threads = options.Threads };
        using var session = new TrainingSession(request.Plan(training), data.Dataset, null, null, cancellation);
        session.Run(folder.Model, null, null, cancellation);
        ShapeFiles.Write(folder.Model, data.Dataset, training, cancellation);
        TextFile.Write(folder.LossChart, LossChart.Draw(
            string.Create(CultureInfo.InvariantCulture, $"Training losses, {training.Count:N0} pairs"),
            [.. session.Reports.Select(r => new LossChart.Point(r.ImagesSeen, r.Losses))]));

        using var model = EchoModel.Load(folder.Model, session.Model.Device);
        var set = new SyntheticDatasetOptions { Count = (long)Rounds * heldOut.Count, Seed = options.Seed };
        SetWriting.Run("generating", model, MaskSources.Of(model, data.Dataset, heldOut, data.Folder), folder.Synthetic, set, cancellation);
        Evaluate(folder, data, session, [.. heldOut.Select(i => FrameGeometry.Frame(data.Dataset.Load(i), model.ImageSize, model.Framing, data.Dataset.SectorThreshold).Pair)]);
        Console.WriteLine();
        Console.WriteLine($"Done in {Texts.Duration(TimeProvider.System.GetElapsedTime(start))}. To look at, in {folder.Root}:");
        Console.WriteLine($"  {Path.GetFileName(folder.ContactSheet),-18} masks, held-out images, synthetic images");
        Console.WriteLine($"  {Path.GetFileName(folder.LossChart),-18} the training's losses");
        Console.WriteLine($"  {Path.GetFileName(folder.Metrics),-18} the figures above");
        Console.WriteLine($"  {"model/",-18} the trained model, for 'generate'");
        Console.WriteLine($"  {"synthetic/",-18} {set.Count} synthetic images with their masks and manifest.jsonl");
    }

    private void Evaluate(DemoFolder folder, DemoData data, TrainingSession session, EchoPair[] heldOut)
    {
        long Seed(int item, int round) => SyntheticDataset.SeedOf(options.Seed, heldOut[item].Item.Id, round);
        IReadOnlyList<EchoImage> Of(int item) => [.. Enumerable.Range(0, Rounds).Select(round => PngCodec.Read(Path.Combine(folder.Synthetic, $"{heldOut[item].Item.Id}_s{Seed(item, round)}.png")))];
        var figures = new DemoFigures();
        var spread = 0.0;
        using var untrained = ModelPreset.Small64.CreateModel(options.Seed).To(session.Model.Device);
        using var sampler = new Sampler(untrained);
        var constant = new LabelMeanImage(session.Data);
        Stages.Run("comparing", "images", stage =>
        {
            for (var i = 0; i < heldOut.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var (item, real, mask) = heldOut[i];
                var synthetic = Of(i);
                figures.Add("model", real, synthetic[0], mask);
                figures.Add("untrained", real, sampler.Generate(mask, Seed(i, 0)), mask);
                figures.Add("constant", real, constant.Draw(mask), mask);
                if (data.Phantoms is { } phantoms)
                    figures.Add("redraw", real, Resampling.FitToSquare(phantoms.Redraw(item, 1), mask.Width), mask);
                spread += SeedSpread.Measure(synthetic, Regions.Sector(mask, real)) / heldOut.Length;
                stage.Report(i + 1, heldOut.Length);
            }
        });
        figures.Write(folder.Metrics);
        var index = heldOut.Select((p, i) => (p, i)).ToDictionary(p => p.p, p => p.i);
        DemoSheet.Write(folder.ContactSheet, data.Phantoms is not null, [.. DemoSheet.Choose(heldOut).Select(p => (p, Of(index[p])))]);
        Console.WriteLine();
        figures.Print(Console.Out);
        figures.PrintVerdict(Console.Out);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  standard deviation over {Rounds} seeds: {255 * spread:0.0} grey levels"));
    }
}
