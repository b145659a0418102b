using BenchmarkDotNet.Running;
using EchoSynth.Benchmarks;

// dotnet run -c Release --project benchmarks/EchoSynth.Benchmarks -- --filter '*'        (short runs: three warm-ups, three iterations)
// dotnet run -c Release --project benchmarks/EchoSynth.Benchmarks -- --filter '*' --job default
// dotnet run -c Release --project benchmarks/EchoSynth.Benchmarks -- presets [ROUNDS]
// dotnet run -c Release --project benchmarks/EchoSynth.Benchmarks -- linear OUT.svg|png [ROUNDS] [NETWORK,...|all] [cpu|cuda[:N]]
// dotnet run -c Release --project benchmarks/EchoSynth.Benchmarks -- threads [STEPS]
// dotnet run -c Release --project benchmarks/EchoSynth.Benchmarks -- winograd [ROUNDS]
try
{
    switch (args)
    {
        case ["presets", .. var rest]:
            return PresetComparison.Print(Arguments.Number(rest, 0, 9, "presets [ROUNDS]: ROUNDS"));
        case ["linear", .. var rest]:
            return LinearCost.Run(rest);
        case ["threads", .. var rest]:
            return HelperThreadCost.Print(Arguments.Number(rest, 0, 60, "threads [STEPS]: STEPS"));
        case ["winograd", .. var rest]:
            return WinogradCost.Print(Arguments.Number(rest, 0, 9, "winograd [ROUNDS]: ROUNDS"));
    }
}
catch (UsageException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
// A whole run of the larger networks takes minutes for each figure: runs are short unless another job is asked for. Said as an option, so that others such as --inProcess shape the same job.
var asked = args.Any(a => a is "--job" or "-j" || a.StartsWith("--job=", StringComparison.Ordinal));
BenchmarkSwitcher.FromAssembly(typeof(Arguments).Assembly).Run(asked ? args : [.. args, "--job", "short"]);
return 0;
