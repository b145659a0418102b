using System.Globalization;
using EchoSynth.Checkpoints;
using EchoSynth.Cli.Runtime;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Evaluation;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Sampling;
using EchoSynth.Training;

namespace EchoSynth.Cli.Ablation;

/// <summary>Trains a preset with and without its parts, draws the same held-out masks with each, and compares.</summary>
internal sealed class AblationRun(AblationOptions options, CancellationToken cancellation)
{
    private readonly ModelPreset _preset = ModelPreset.ByName(options.Preset);

    public void Run()
    {
        var images = options.Images ?? _preset.Training.Images;
        var device = Devices.Parse(options.Device);
        var dataset = EchoDatasets.Open(options.Data);
        var (items, heldOut) = Splits.ForDemo(dataset);
        var data = Stages.Run("reading", "pairs", stage =>
            TrainingSet.Load(dataset, _preset.ImageSize, items, progress: new DirectProgress<int>(n => stage.Report(n, items.Count)), cancellationToken: cancellation));
        var folder = new AblationFolder(options.Folder, new Dictionary<string, string>
        {
            ["--preset"] = _preset.Name,
            ["--images"] = images.ToString(CultureInfo.InvariantCulture),
            ["--seed"] = options.Seed.ToString(CultureInfo.InvariantCulture),
            ["data (SHA-256 of the training pairs)"] = data.Fingerprint(),
        });
        var variants = AblationVariant.Of(_preset, images, options.Seed);
        var masks = new HeldOutMasks(dataset, heldOut, _preset.ImageSize, options);
        var caption = Caption(dataset, items, images, masks);
        Console.WriteLine(caption);
        new VariantTraining(_preset, variants, folder, data, device, options.Threads).Run(options.Jobs, cancellation);

        Threads.Apply(options.Threads);
        var results = new AblationResults(caption, masks);
        var drawn = new Dictionary<AblationRow, Dictionary<string, EchoImage>>();
        foreach (var variant in variants)
        {
            using var model = EchoModel.Load(folder.Model(variant), device);
            foreach (var row in AblationRow.Of(variant, model.Schedule.Steps))
                drawn[row] = results.Draw(row, model, folder.Images(row), cancellation);
        }
        results.AddReferences(new LabelMeanImage(data));
        results.Write(folder);
        AblationSheet.Write(folder.Sheet, masks, [.. drawn.Where(d => d.Key.Short.Length > 0).Select(d => (d.Key.Short, (IReadOnlyDictionary<string, EchoImage>)d.Value))]);
        Console.WriteLine(File.ReadAllText(folder.Table));
        Console.WriteLine($"In {options.Folder}: {string.Join(", ", new[] { folder.Table, folder.Figures, folder.Sheet }.Select(Path.GetFileName))}, and a model folder for each variant.");
    }

    private string Caption(IEchoDataset dataset, IReadOnlyList<EchoItem> items, long images, HeldOutMasks masks)
    {
        var (spread, slow) = (masks.Spread(false), masks.Spread(true));
        return string.Create(CultureInfo.InvariantCulture,
            $"Preset {_preset.Name}, {Texts.Count(images, "training image")} for each variant, from {Texts.Count(items.Count, "pair")} of {Texts.Count(Splits.Patients(items), "patient")} in {dataset.Name}{(masks.HasRedraws ? " (phantoms)" : "")}, seed {options.Seed}; {Texts.Count(masks.All.Count, "held-out mask")} of other patients. Inside the sector, 0…255. Spread: standard deviation over {spread.Seeds} seeds of {Texts.Count(spread.Pairs.Count, "mask")}, grey levels (with all 1,000 steps: {slow.Seeds} seeds of {slow.Pairs.Count}){(masks.HasRedraws ? "; in brackets, per cent of as many redraws of the same masks" : "")}. Time: the median of images drawn one at a time.");
    }
}
