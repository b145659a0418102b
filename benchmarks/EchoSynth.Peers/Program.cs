using System.Globalization;
using System.Runtime.InteropServices;
using EchoSynth;
using EchoSynth.Peers;

// The library beside PyTorch with the same weights and noise, in turn, in one run: ./build.sh bench-peers
if (args is ["--worker"])
{
    Worker.Run();
    return 0;
}
if (args is ["--cold", var folder, var file])
{
    ColdStart.Make(folder, file);
    return 0;
}
var options = PeersOptions.Parse(args, out var problem);
if (options.Help)
{
    Console.WriteLine(PeersOptions.Usage);
    return 0;
}
if (problem is not null)
{
    Console.Error.WriteLine($"bench-peers: {problem}");
    return 2;
}
IReadOnlyList<PeerCase> cases = [.. PeerCase.All(options).Where(options.Wants)];
if (options.List)
{
    Console.WriteLine(PeerNetwork.Meaning);
    foreach (var one in cases)
        Console.WriteLine($"{one.Name}: {string.Join(", ", one.Contenders.Select(c => c.Ours ? $"EchoSynth {c.Name}" : c.Name))}");
    return 0;
}
if (cases.Count == 0)
{
    Console.Error.WriteLine($"bench-peers: no case has '{string.Join("' or '", options.Cases)}' in its name; --list lists them.");
    return 2;
}
try
{
    Devices.Parse(options.Device);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal));
    return 2;
}
if (options.Python is null)
{
    Console.Error.WriteLine("There is no Python with torch, so there is nothing to compare with (Debian: python3-torch).");
    return 1;
}

// An interrupted run exits in order: the workers and the cases' folders go with it.
var stopping = false;
void Stop(int code)
{
    Volatile.Write(ref stopping, true);
    Environment.Exit(code);
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Stop(130));
using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Stop(143));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Device}, {options.Threads} threads of {Environment.ProcessorCount} cores, {options.Rounds} rounds, {Machine.Load()}"));
if (Machine.IsBusy)
    Console.WriteLine("WARNING other work keeps this machine busy: these figures say little.");
Console.WriteLine(PeerNetwork.Meaning);
Console.WriteLine(Report.Head);
var (rows, errors, absent) = (new List<Row>(), new List<string>(), new SortedSet<string>(StringComparer.Ordinal));
foreach (var one in cases)
{
    var parts = Run(one);
    foreach (var row in Comparison.Rows(one, parts, options))
    {
        Console.WriteLine(Report.Text(row));
        rows.Add(row);
    }
    foreach (var mixed in parts.Where(p => p is { Failure: null, Contender: { Ours: false, MixedBFloat16: true } }))
    {
        if (Comparison.Psnr(mixed, parts.First(p => p.Contender == Contender.Eager)) is { } psnr)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  ({mixed.Contender.Name} beside eager: {psnr:0.0} dB)"));
    }
    errors.AddRange(Comparison.Errors(one, parts));
    if (Comparison.Warning(parts) is { } warning)
        Console.WriteLine($"WARNING {warning}");
    absent.UnionWith(parts.Where(p => p is { Failure: not null, Contender.Ours: false } && p.Contender != Contender.Eager).Select(p => $"{p.Contender.Name}: {p.Failure}"));
    if (rows.Count > 0) // a run that measured nothing leaves what another one found
        Report.Write(options.OutFile, rows);
}
foreach (var one in absent)
    Console.WriteLine($"left out: {one}");
foreach (var error in errors)
    Console.Error.WriteLine($"ERROR {error}");
Console.WriteLine(rows.Count > 0 ? $"{rows.Count} rows in {options.OutFile}; {Machine.Load()}" : "No rows, and no file written.");
return errors.Count == 0 ? 0 : 1;

IReadOnlyList<Part> Run(PeerCase one)
{
    try
    {
        var parts = one is PeerCase.Cold cold ? ColdStart.Run(cold, options) : new CaseRun(one, options).Run();
        if (!Volatile.Read(ref stopping))
            return parts;
    }
    catch (Exception) when (Volatile.Read(ref stopping))
    {
        // The exit took a file from under the case.
    }
    Thread.Sleep(Timeout.Infinite); // until the exit is done: a case that was stopped has no rows
    return [];
}
