using System.Diagnostics;
using System.Globalization;
using EchoSynth.Fuzz;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Video;

if (args is ["worker", var place, var stored, var found, var number])
{
    Worker.Run(place, stored, found, ulong.Parse(number, CultureInfo.InvariantCulture));
    return 0;
}
if (args is ["--help" or "-h"])
{
    Console.WriteLine(FuzzOptions.Usage);
    return 0;
}
if (FuzzOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(FuzzOptions.Usage);
    return 2;
}
options = options with { Out = Path.GetFullPath(options.Out) };
var wanted = options.SelfTest ? SelfTest.Targets : [.. FuzzTargets.All.Where(t => options.Targets.Count == 0 || options.Targets.Contains(t.Name) || (t.Native && options.Targets.Contains("models")))];
if (wanted.Count == 0 || (options.Case is not null && wanted.Count != 1))
{
    Console.Error.WriteLine($"targets: {string.Join(", ", FuzzTargets.All.Select(t => t.Name))}");
    return 2;
}

// In memory where that can be had: a case is a few files, written and read at once.
var root = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"echosynth-fuzz-{Guid.NewGuid():N}")).FullName;
try
{
    var seeds = Path.Combine(root, "seeds");
    var videos = wanted.Any(t => !t.Native) && HasVideo(root);
    if (options.SelfTest)
        SelfTest.WriteSeeds(seeds);
    else
    {
        if (wanted.Any(t => !t.Native))
            SeedStore.Write(seeds, videos);
        if (wanted.Any(t => t.Native))
            ModelSeeds.Write(seeds);
    }
    if (!videos && wanted.Any(t => t.NeedsVideo))
        Console.WriteLine($"There is no ffmpeg, so these are left out: {string.Join(", ", wanted.Where(t => t.NeedsVideo).Select(t => t.Name))}.");
    wanted = [.. wanted.Where(t => videos || !t.NeedsVideo)];
    if (options.Case is { } one)
    {
        var runner = new CaseRunner(wanted[0], SeedStore.Load(seeds, wanted[0]), root, options.Seed);
        var result = runner.Run(one);
        Console.WriteLine(result.Finding ?? (result.Accepted ? "accepted" : $"refused: {result.Message}"));
        Console.WriteLine(FormattableString.Invariant($"{result.Elapsed.TotalMilliseconds:F1} ms, {result.Allocated} bytes allocated for {result.Size}"));
        if (result.Finding is not null)
            Findings.Write(options.Out, wanted[0].Name, options.Seed, one, runner.Place, result.Finding);
        return result.Finding is null ? 0 : 1;
    }
    var clock = Stopwatch.StartNew();
    var tallies = new Supervisor(options, root, seeds).Run(wanted);
    Console.WriteLine("| Target | Cases | Accepted | Refused | Slowest, ms | Most allocated, MB | for one byte | Findings |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|");
    foreach (var target in wanted)
        Row(target.Name, tallies.GetValueOrDefault(target.Name, Tally.None));
    var sum = tallies.Values.Aggregate(Tally.None, (a, b) => a.With(b));
    Row("all", sum);
    Console.WriteLine(FormattableString.Invariant($"seed {options.Seed}, {options.Jobs} processes, {clock.Elapsed.TotalSeconds:F0} s"));
    return sum.Findings == 0 ? 0 : 1;
}
finally
{
    Directory.Delete(root, recursive: true);
}

static void Row(string name, Tally tally) => Console.WriteLine(FormattableString.Invariant(
    $"| {name} | {tally.Cases} | {tally.Accepted} | {tally.Refused} | {tally.Slowest / 1e4:F0} | {tally.Allocated / 1e6:F1} | {tally.Ratio:F0} | {tally.Findings} |"));

static bool HasVideo(string folder)
{
    try
    {
        VideoFile.Write(Path.Combine(folder, "probe.avi"), [EchoImage.FromBytes(32, 32, new byte[1024])], 25);
        return true;
    }
    catch (EchoFormatException)
    {
        return false;
    }
}
