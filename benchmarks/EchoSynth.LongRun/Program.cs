using EchoSynth.Imaging.Framing;
using System.Diagnostics;
using System.Globalization;
using EchoSynth.Augmentation;
using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Discriminators;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Training;
using TorchSharp;

// One training, long or at 128 × 128, watched from within: live tensors, resident memory, the share of time that training waited for data.
//   dotnet EchoSynth.LongRun.dll NETWORK STEPS [BATCH [REPORTS [WARM-UP]]]
// NETWORK: small-64 with everything switched on (validation, accumulation, clipping, snapshots, checkpoints, augmentation), or small-128, ncsnpp-128 with training alone.
// REPORTS: steps between two lines. It trains on the process's first thread and prints "steady" after WARM-UP steps (benchmarks/managed_share.sh begins to measure there).
int Number(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: EchoSynth.LongRun small-64|small-128|ncsnpp-128 STEPS [BATCH [REPORTS [WARM-UP]]]");
    return 2;
}
var (network, steps, batch, reports, warmUp) = (args[0], Number(1, 1000), Number(2, 4), Number(3, 100), Number(4, 20));
var all = network == "small-64";
var size = all ? 64 : 128;
torch.set_num_threads(1);

using var model = network switch
{
    "small-64" => ModelPreset.Small64.CreateModel(),
    "small-128" => ModelPreset.Small128.CreateModel(),
    "ncsnpp-128" => new EchoModel(new NcsnPlusPlusDenoiser(new NcsnPlusPlusOptions { ImageSize = size, Multipliers = [1, 1, 2, 2, 4] }), size),
    _ => throw new ArgumentException($"There is no network '{network}'."),
};
using IDiscriminator discriminator = network switch
{
    "small-64" => ModelPreset.Small64.CreateDiscriminator(),
    "small-128" => ModelPreset.Small128.CreateDiscriminator(),
    _ => new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { ImageSize = size }),
};
var options = (network == "ncsnpp-128" ? ModelPreset.Reference256 : all ? ModelPreset.Small64 : ModelPreset.Small128).Training with { Images = (long)steps * batch, BatchSize = batch, ReportInterval = 1, ExplosionFactor = 0 };
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
