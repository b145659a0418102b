using EchoSynth.Imaging.Framing;
using System.Diagnostics;
using System.Globalization;
using EchoSynth.Augmentation;
using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Discriminators;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Sampling;
using EchoSynth.Tensors;
using EchoSynth.Training;
using TorchSharp;

// One training, long or at 128 × 128, watched from within: live tensors, resident memory, the share of time that training waited for data. Or drawing, for a profile.
//   dotnet EchoSynth.LongRun.dll NETWORK STEPS [BATCH [REPORTS [WARM-UP]]]
// NETWORK: small-64 with everything switched on (validation, accumulation, clipping, snapshots, checkpoints, augmentation), or small-64-alone, small-128, ncsnpp-64, ncsnpp-128 (width 64) with training alone.
// draw-small-64, draw-small-128, draw-ncsnpp-128, and these with -bf16, draw images: STEPS calls of BATCH.
// REPORTS: steps between two lines. It works on the process's first thread and prints "steady" after WARM-UP steps (benchmarks/managed_share.sh begins to measure there).
const string usage = "usage: EchoSynth.LongRun [draw-]NETWORK[-bf16] STEPS [BATCH [REPORTS [WARM-UP]]]";
string[] trainings = ["small-64", "small-64-alone", "small-128", "ncsnpp-64", "ncsnpp-128"], drawings = ["small-64", "small-128", "ncsnpp-128"];
if (args is [] or ["--help" or "-h", ..])
{
    (args.Length == 0 ? Console.Error : Console.Out).WriteLine(usage);
    return args.Length == 0 ? 2 : 0;
}
var (draws, half) = (args[0].StartsWith("draw-", StringComparison.Ordinal), args[0].EndsWith("-bf16", StringComparison.Ordinal));
var network = (half ? args[0][..^"-bf16".Length] : args[0])[(draws ? "draw-".Length : 0)..];
if (!(draws ? drawings : trainings).Contains(network, StringComparer.Ordinal) || (half && !draws))
{
    Console.Error.WriteLine($"NETWORK is '{args[0]}'; it must be {string.Join(", ", trainings)}, or draw- and {string.Join(", ", drawings)}, after which -bf16 may follow.");
    return 2;
}
var numbers = new[] { 1000, 4, 100, 20 };
string[] names = ["STEPS", "BATCH", "REPORTS", "WARM-UP"];
for (var i = 1; i < args.Length; i++)
{
    if (i > numbers.Length || !int.TryParse(args[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i - 1]) || numbers[i - 1] < 1)
    {
        Console.Error.WriteLine(i > numbers.Length ? $"'{args[i]}' is one argument too many; {usage}" : $"{names[i - 1]} is '{args[i]}'; it must be a number from 1 on.");
        return 2;
    }
}
var (steps, batch, reports, warmUp) = (numbers[0], numbers[1], numbers[2], numbers[3]);
var all = network == "small-64" && !draws;
var size = network.Contains("-64", StringComparison.Ordinal) ? 64 : 128;
torch.set_num_threads(1);

var preset = network.StartsWith("ncsnpp", StringComparison.Ordinal) ? null : size == 64 ? ModelPreset.Small64 : ModelPreset.Small128;
using var model = preset?.CreateModel() ?? new EchoModel(new NcsnPlusPlusDenoiser(new NcsnPlusPlusOptions { ImageSize = size }), size);
if (draws)
{
    using var sampler = new Sampler(model, new SamplerOptions { Precision = half ? Precision.MixedBFloat16 : Precision.Full });
    SampleRequest[] requests = [.. Set(0, batch).Pairs.Select((pair, i) => new SampleRequest(pair.Mask, i))];
    for (var step = 1; step <= steps; step++)
    {
        sampler.Generate(requests);
        if (step == warmUp)
            Console.WriteLine($"steady {Environment.ProcessId}");
    }
    Console.WriteLine($"{steps} calls of {batch} images");
    return 0;
}
using IDiscriminator discriminator = preset?.CreateDiscriminator() ?? new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { ImageSize = size });
var options = (preset ?? ModelPreset.Reference256).Training with { Images = (long)steps * batch, BatchSize = batch, ReportInterval = 1, ExplosionFactor = 0 };
if (all)
{
    options = options with
    {
        Images = 2L * steps * batch, AccumulationSteps = 2, GradientClip = 10, SsimWeight = 0.5, RegionWeights = new RegionWeights { Myocardium = 2 }, Augmentation = AugmentationOptions.Mild,
        SnapshotInterval = 50, CheckpointInterval = 100, Validation = new ValidationOptions { Interval = 100, Pairs = 4, SpreadPairs = 2, Seeds = 2 },
    };
}
using var trainer = new Trainer(model, discriminator, options);
var (waiting, rates, folder) = (new List<double>(), new List<double>(), all ? Directory.CreateTempSubdirectory("echosynth-long-").FullName : null);
trainer.Happened += (_, happened) =>
{
    if (happened is not TrainingEvent.Progressed { Progress: var progress })
        return;
    if (happened.Step == warmUp)
        Console.WriteLine($"steady {Environment.ProcessId}");
    if (happened.Step > warmUp)
    {
        waiting.Add(progress.WaitingForData);
        rates.Add(progress.ImagesPerSecond);
    }
    if (happened.Step % reports == 0)
        Console.WriteLine(Line(happened.Step, DisposeScopeManager.Statistics.ThreadTotalLiveCount, Resident(), progress.ImagesPerSecond));
};
Console.WriteLine("step live-tensors resident-MiB managed-MiB images-per-second");
trainer.Train(Set(0, 16), folder, all ? Set(100, 4) : null);
if (waiting.Count > 0)
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"waiting for data {100 * waiting.Average():0.00} %, {rates[^1]:0.0} images/s"));
if (folder is not null)
    Directory.Delete(folder, recursive: true);
return 0;

TrainingSet Set(int seed, int count) => new([.. Enumerable.Range(seed, count).Select(i =>
{
    var frame = PhantomSimulator.Render(PhantomAnatomy.Sample((ulong)i), EchoView.FourChamber, CardiacPhase.EndDiastole, ScannerPreset.All[0], size, (ulong)i);
    return FrameGeometry.Frame(new EchoPair(new EchoItem($"{i}", $"{i}", EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Training, "", ""), frame.Image, frame.Mask), size).Pair;
})]);

static string Line(long step, long tensors, double resident, double rate) =>
    string.Create(CultureInfo.InvariantCulture, $"{step} {tensors} {resident:0.0} {GC.GetTotalMemory(false) / 1048576.0:0.0} {rate:0.0}");

// The median of five readings, after a collection.
static double Resident()
{
    GC.Collect();
    GC.WaitForPendingFinalizers();
    GC.Collect();
    var readings = new long[5];
    for (var i = 0; i < readings.Length; i++)
    {
        using var process = Process.GetCurrentProcess();
        readings[i] = process.WorkingSet64;
        Thread.Sleep(2);
    }
    Array.Sort(readings);
    return readings[2] / 1048576.0;
}
