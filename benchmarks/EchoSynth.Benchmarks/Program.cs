using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using EchoSynth.Benchmarks;

// dotnet run -c Release --project benchmarks/EchoSynth.Benchmarks -- --filter '*'        (short runs: three warm-ups, three iterations)
// dotnet run -c Release --project benchmarks/EchoSynth.Benchmarks -- --filter '*' --job default
// dotnet run -c Release --project benchmarks/EchoSynth.Benchmarks -- presets [REPEATS]
// dotnet run -c Release --project benchmarks/EchoSynth.Benchmarks -- linear OUT.svg|png [ROUNDS] [NETWORK,...|all] [cpu|cuda[:N]]
if (args is ["presets", ..])
    return PresetComparison.Print(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 9);
if (args is ["linear", ..])
    return LinearCost.Run(args[1..]);
// A whole run of the larger networks takes minutes for each figure: runs are short unless another job is asked for.
var asked = args.Any(a => a is "--job" or "-j" || a.StartsWith("--job=", StringComparison.Ordinal));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, asked ? DefaultConfig.Instance : DefaultConfig.Instance.AddJob(Job.ShortRun));
return 0;
