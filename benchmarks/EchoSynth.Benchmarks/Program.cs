using BenchmarkDotNet.Running;
using EchoSynth.Benchmarks;

// dotnet run -c Release --project benchmarks/EchoSynth.Benchmarks -- --filter '*'
// dotnet run -c Release --project benchmarks/EchoSynth.Benchmarks -- presets [REPEATS]
if (args is ["presets", ..])
    return PresetComparison.Print(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 9);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
