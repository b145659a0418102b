using System.Diagnostics;
using System.Globalization;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Imaging.Privacy;
using EchoSynth.PrivacyCost;

// What the privacy audit costs, and how far copies stand apart (docs/evaluation-privacy.md).
//   neighbours COUNT SIZE          COUNT queries against COUNT references of SIZE × SIZE random pixels: time and peak memory
//   separation SIZE HEARTS         speckle correlations of redraws, strangers and copies
//   audit TRAINING HELDOUT SYNTHETIC SIZE    an audit of phantoms
//   folder REAL SYNTHETIC          an audit of a data set's training split, the rest of it held out, and a synthetic data set
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var clock = Stopwatch.StartNew();
var stages = new Stages();
switch (args)
{
    case ["neighbours", var count, var size]:
        var (n, side) = (int.Parse(count), int.Parse(size));
        var (queries, references) = (Noise(n, side, 1), Noise(n, side, 2));
        references[n / 2] = queries[n / 3];
        clock.Restart();
        var found = NearestNeighbours.Find(RowSet.Of(queries), RowSet.Of(references), null, stages);
        Console.WriteLine($"{n} x {n} at {side} x {side}: {clock.Elapsed.TotalSeconds:0.0} s; the planted copy: {found[n / 3][0]} and then {found[n / 3][1].Distance:0.00}");
        break;
    case ["separation", var size, var hearts]:
        Separation(int.Parse(size), int.Parse(hearts));
        break;
    case ["audit", var training, var heldOut, var synthetic, var size]:
        var (t, h, s, w) = (int.Parse(training), int.Parse(heldOut), int.Parse(synthetic), int.Parse(size));
        var input = new PrivacyAuditInput { Training = Phantoms.Pairs(0, t, 0, w), HeldOut = Phantoms.Pairs(t, h, 0, w), Synthetic = Phantoms.Pairs(t + h, s, 0, w) };
        Audit(input);
        break;
    case ["folder", var real, var made]:
        var (set, synth) = (EchoDatasets.Open(real), EchoDatasets.Open(made).Read().ToArray());
        var pairs = set.Read().Select(p => FrameGeometry.Frame(p, synth[0].Image.Width, null, set.SectorThreshold).Pair).ToArray();
        Audit(new PrivacyAuditInput
        {
            Training = [.. pairs.Where(p => p.Item.Split == DatasetSplit.Training)],
            HeldOut = [.. pairs.Where(p => p.Item.Split != DatasetSplit.Training)],
            Synthetic = synth,
            SourceIds = [.. synth.Select(p => p.Item.Id[..(p.Item.Id.LastIndexOf("_s", StringComparison.Ordinal) is var at and > 0 ? at : p.Item.Id.Length)])],
        });
        break;
    default:
        Console.Error.WriteLine("usage: neighbours COUNT SIZE | separation SIZE HEARTS | audit TRAINING HELDOUT SYNTHETIC SIZE | folder REAL SYNTHETIC");
        return 2;
}
Process.GetCurrentProcess().Refresh();
Console.WriteLine($"processor time {Environment.CpuUsage.TotalTime.TotalSeconds:0} s, peak working set {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MiB");
return 0;

void Audit(PrivacyAuditInput input)
{
    clock.Restart();
    var report = PrivacyAudit.Run(input, null, stages);
    Console.WriteLine($"{report.Synthetic} synthetic against {report.Training} training and {report.HeldOut} held-out images: {clock.Elapsed.TotalSeconds:0.0} s; memorised: {report.Memorised}; confounded {report.Confounded}");
    foreach (var line in report.Reasons.Concat(report.Warnings))
        Console.WriteLine($"  {line}");
    foreach (var space in report.Spaces)
    {
        foreach (var (name, f) in new[] { ("all", space.All), ("unconfounded", space.Unconfounded) })
        {
            if (f is null || name != "all" && f == space.All)
                continue;
            Console.WriteLine($"  {space.Space,-8} {name} n {f.Images}: medians {f.MedianToTraining:0.000} {f.MedianToHeldOut:0.000}, held-out {space.HeldOutToTraining.Order().ElementAt(space.HeldOutToTraining.Count / 2):0.000}; closer {Interval(f.CloserThanYardstick)} of {space.Expected:0.000}, p {f.Chance:0.0000}; nearer {Interval(f.NearerToTraining)}; AUC {Interval(f.Membership.Auc)}, TPR {f.Membership.TprAt1:0.00} {f.Membership.TprAt10:0.00}");
        }
        Console.WriteLine($"  {space.Space,-8} closest {string.Join(", ", space.Closest.Take(3).Select(c => $"{c.SyntheticId} {c.RealId} {c.Distance:0.000}"))}");
    }
}

static string Interval(EchoSynth.Imaging.Metrics.ConfidenceInterval c) => $"{c.Value:0.000} ({c.Low:0.000} - {c.High:0.000})";

static void Separation(int size, int hearts)
{
    var (first, again) = (Phantoms.Pairs(0, hearts, 0, size), Phantoms.Pairs(0, hearts, 1, size));
    Print("other hearts", Enumerable.Range(0, 4 * hearts).Select(k => (first[k % hearts], first[(k + 1 + 5 * (k / hearts)) % hearts])));
    Print("the other phase", Enumerable.Range(0, hearts).Where(k => k % 4 < 2 && k + 2 < hearts).Select(k => (first[k], first[k + 2])));
    Print("redrawn", first.Zip(again));
    foreach (var (name, make) in Copies.All)
        Print(name, first.Select((p, i) => (p, make(p, new Random(i)))));
    Print("blurred, sigma 4", first.Select(p => (p, Copies.Blur(p, 4))));
    Console.WriteLine($"thresholds {SpeckleCorrelation.Threshold(size, size, false):0.000}, of one mask {SpeckleCorrelation.Threshold(size, size, true):0.000}");

    static void Print(string name, IEnumerable<(EchoPair A, EchoPair B)> pairs)
    {
        var values = pairs.AsParallel().Select(p => SpeckleCorrelation.Measure(p.B, p.A).Correlation).Order().ToArray();
        Console.WriteLine($"{name,-36} {values[0]:0.00} {values[values.Length / 20]:0.00} {values[values.Length / 2]:0.00} {values[values.Length * 19 / 20]:0.00} {values[^1]:0.00}");
    }
}

static EchoImage[] Noise(int count, int size, int seed)
{
    var images = new EchoImage[count];
    Parallel.For(0, count, i =>
    {
        var bytes = new byte[size * size];
        new Random(seed * 100_000 + i).NextBytes(bytes);
        images[i] = EchoImage.FromBytes(size, size, bytes);
    });
    return images;
}
