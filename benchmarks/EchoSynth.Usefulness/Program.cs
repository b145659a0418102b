using System.Diagnostics;
using System.Globalization;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Segmentation;

// The usefulness study on a data set with splits and a synthetic set, as a table.
//   dotnet run -c Release --project benchmarks/EchoSynth.Usefulness -- REAL SYNTHETIC [SIZE] [STEPS] [REPEATS] [FRAME] [LIMIT] [SCARCE]
// SIZE is the segmenter's (128), STEPS its steps (300), FRAME the size that real pairs are brought to first (0: as they are), LIMIT the most training and the most synthetic pairs (0: all),
// SCARCE the share of patients in the scarce regimes, in thousandths (100).
if (args.Length is < 2 or > 8 || args.Skip(2).Any(a => !int.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
{
    Console.Error.WriteLine("usage: EchoSynth.Usefulness REAL SYNTHETIC [SIZE] [STEPS] [REPEATS] [FRAME] [LIMIT] [SCARCE]");
    return 2;
}
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (size, steps, repeats, frame, limit) = (Number(2, 128), Number(3, 300), Number(4, 1), Number(5, 0), Number(6, 0));
var clock = Stopwatch.StartNew();
var (real, synthetic) = (EchoDatasets.Open(args[0]), EchoDatasets.Open(args[1]));
var input = new UsefulnessInput
{
    RealTraining = Pairs(real, DatasetSplit.Training, limit),
    RealTest = Pairs(real, DatasetSplit.Testing, 0),
    Synthetic = Pairs(synthetic, null, limit),
};
Console.WriteLine($"{input.RealTraining.Count} real training, {input.Synthetic.Count} synthetic, {input.RealTest.Count} test pairs; read in {clock.Elapsed.TotalSeconds:F1} s");
clock.Restart();
var options = new UsefulnessOptions { Repeats = repeats, ScarceShare = Number(7, 100) / 1000.0, Segmenter = new SegmenterOptions { ImageSize = size, Steps = steps } };
var said = "";
var report = UsefulnessStudy.Run(input, options, new Teller(p =>
{
    if (p.Doing != said)
        Console.Error.WriteLine($"{clock.Elapsed.TotalSeconds,5:F0} s, {p.Share:P0}: {said = p.Doing}");
}));
foreach (var regime in report.Regimes)
{
    Console.WriteLine($"| {regime.Regime} | {regime.TrainingImages} | {Show(regime.MeanDice, "F3")} | {(regime.RatioToReal is { } ratio ? Show(ratio, "F3") : "")} | {string.Join(" | ", regime.Structures.Select(Row))} | {regime.Training.TotalSeconds:F0} s |");
    if (repeats > 1)
        Console.WriteLine($"  repeats: {string.Join(" ", regime.MeanDiceOfRepeats.Select(d => d.ToString("F3")))}");
}
var fidelity = report.MaskFidelity;
Console.WriteLine($"mask fidelity, {fidelity.Images} images: {Show(fidelity.MeanDice, "F3")} | {string.Join(" | ", fidelity.Structures.Select(Row))}");
Console.WriteLine($"  the same on real test images: {Show(fidelity.RealMeanDice, "F3")}");
foreach (var warning in report.Warnings)
    Console.WriteLine($"! {warning}");
Console.WriteLine($"in all {clock.Elapsed.TotalSeconds:F0} s at {size} × {size}, {steps} steps, {repeats} repeats; {report.ScarcePatients.Count} of {report.TrainingPatients} patients in the scarce regimes");
return 0;

int Number(int place, int otherwise) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : otherwise;

static string Show(ConfidenceInterval? value, string format) => value is null ? "–" : $"{value.Value.ToString(format)} ({value.Low.ToString(format)}–{value.High.ToString(format)})";

static string Row(StructureResult s) => $"{s.Structure} {Show(s.Dice, "F3")}, {Show(s.Hausdorff95, "F2")} mm, {Show(s.MeanDistance, "F2")} mm, {s.Missed:0.#} missed";

IReadOnlyList<EchoPair> Pairs(IEchoDataset dataset, DatasetSplit? split, int most)
{
    var items = dataset.Items.Where(i => split is null || i.Split == split).ToArray();
    if (most > 0 && items.Length > most)
        items = [.. Enumerable.Range(0, most).Select(i => items[(long)i * items.Length / most])];
    return [.. dataset.Read(new PairReadingOptions { Items = items, Rounds = 1 }).Select(p => frame > 0 ? FrameGeometry.Frame(p, frame).Pair : p)];
}

/// <summary>Reports where it is called, in order.</summary>
internal sealed class Teller(Action<UsefulnessProgress> tell) : IProgress<UsefulnessProgress>
{
    public void Report(UsefulnessProgress value) => tell(value);
}
