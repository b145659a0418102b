using BenchmarkDotNet.Running;

// dotnet run -c Release --project benchmarks/EchoSynth.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
