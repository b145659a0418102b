using System.Globalization;
using System.Text;
using EchoSynth.Checkpoints;
using EchoSynth.Cli.Pictures;
using EchoSynth.Cli.Work;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Synthesis;
using EchoSynth.Translation;
using EchoSynth.Translations;

// The five translations: a model trained on phantoms of the standard scanner, sources of five scanners in five layouts, read back as any data set.
//   dotnet run -c Release --project benchmarks/EchoSynth.Translations -- MODEL OUT [PATIENTS]
// MODEL is a folder that 'train' wrote, with its shape models. Leaves OUT/translation.md, .json, .png and the sources.
if (args is not [var modelFolder, var output, ..] || (args.Length > 2 && !int.TryParse(args[2], out _)))
{
    Console.Error.WriteLine("usage: EchoSynth.Translations MODEL OUT [PATIENTS]");
    return 2;
}
var patients = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 40;
using var model = EchoModel.Load(modelFolder);
var completer = ShapeFiles.Completer(modelFolder, []) ?? throw new ArgumentException($"{modelFolder}: has no shape models; 'train' of this version writes them.");
(string Name, DomainTranslatorOptions Options)[] ways =
[
    ("masks alone, completed", new() { Completer = completer }),
    ("masks alone, as they are", new() { Missing = MissingStructures.Keep }),
    ("guided, strength 0.75", new() { Completer = completer, Strength = 0.75 }),
    ("guided, strength 0.5", new() { Completer = completer, Strength = 0.5 }),
    ("guided, strength 0.25", new() { Completer = completer, Strength = 0.25 }),
];
var target = ScannerPreset.Default;
var table = new StringBuilder("| Domain | Image | against | MSE | PSNR, dB | SSIM | spectrum, dB | images |\n|---|---|---|---:|---:|---:|---:|---:|\n");
var json = new Dictionary<string, object>();
var sheet = new List<ContactSheet.Row>();
foreach (var domain in Domain.All)
{
    var folder = Path.Combine(output, "sources", domain.Name);
    var options = domain.Options(patients);
    if (PhantomDataset.TryOpen(folder)?.Options != options)
        PhantomDataset.Write(folder, options);
    var dataset = EchoDatasets.Open(folder, domain.Layout);
    var chosen = domain.Choose(dataset);
    var (byRecording, byTruth) = (new Dictionary<string, Figures>(), new Dictionary<string, Figures>());
    var left = new HashSet<string>();
    foreach (var (item, patient, phase) in chosen)
    {
        var row = new List<EchoImage>();
        AnatomyMask? mask = null;
        foreach (var (name, way) in ways)
        {
            if (way.Missing == MissingStructures.Keep && dataset.Annotated.Count == LabelMap.Structures.Count)
                continue;
            using var translator = new DomainTranslator(model, way);
            TranslatedImage made;
            try
            {
                made = translator.Translate(dataset, item, SyntheticDataset.SeedOf(1, item.Id, 0));
            }
            catch (AnatomyCompletionException e)
            {
                left.Add($"{item.Id}: {e.Message}");
                continue;
            }
            mask ??= made.Mask;
            var sector = Regions.Sector(made.Mask, made.Recording);
            Of(byRecording, name).Add(made.Recording, made.Image, sector);
            var (truth, seen) = Domain.Truth(options, patient, phase, made.Geometry, target, 0);
            var both = sector.Zip(seen, (a, b) => a && b).ToArray();
            Of(byTruth, name).Add(truth, made.Image, both);
            if (name == ways[0].Name)
            {
                Of(byTruth, "the recording, untranslated").Add(truth, made.Recording, both);
                Of(byTruth, "drawn again by the target's scanner").Add(truth, Domain.Truth(options, patient, phase, made.Geometry, target, 1).Image, both);
                row.AddRange([made.Recording, made.Image]);
            }
            else if (name == ways[4].Name)
            {
                row.AddRange([made.Image, truth]);
            }
        }
        if (patient == 2 && row.Count == 4)
            sheet.Add(new ContactSheet.Row($"{domain.Name}, scanner {domain.Scanner}, {(phase == CardiacPhase.EndDiastole ? "end-diastole" : "end-systole")}", mask!, row));
    }
    foreach (var (against, figures) in new[] { ("its recording", byRecording), ("the heart as the target's scanner shows it", byTruth) })
    {
        foreach (var (name, values) in figures)
            table.Append(CultureInfo.InvariantCulture, $"| {domain.Name} ({domain.Scanner}) | {name} | {against} | {values.Row()} | {values.Images} |\n");
    }
    json[domain.Name] = new { scanner = domain.Scanner, recording = Json(byRecording), target = Json(byTruth), left_out = left.Order(StringComparer.Ordinal) };
    Console.WriteLine($"{domain.Name}: {chosen.Count} items, {left.Count} left out{(left.Count > 0 ? ", such as " + left.Order(StringComparer.Ordinal).First() : "")}");
}
TextFile.Write(Path.Combine(output, "translation.md"), table.ToString());
JsonFile.Write(Path.Combine(output, "translation.json"), json);
ContactSheet.Write(Path.Combine(output, "translation.png"), ["mask, completed", "recording", "from the mask", "guided, 0.25", "target scanner"], sheet);
Console.Write(table);
return 0;

static Figures Of(Dictionary<string, Figures> all, string name) => all.TryGetValue(name, out var figures) ? figures : all[name] = new Figures();

static Dictionary<string, object> Json(Dictionary<string, Figures> all) => all.ToDictionary(f => f.Key, f => f.Value.ToJson());
