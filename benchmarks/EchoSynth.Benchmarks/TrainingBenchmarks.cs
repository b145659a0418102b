using BenchmarkDotNet.Attributes;
using EchoSynth.Training;

namespace EchoSynth.Benchmarks;

/// <summary>Twenty training steps of the demo's preset (batch 4), two R1 penalties among them.</summary>
public class TrainingBenchmarks : IDisposable
{
    private TrainingSet _data = null!;

    [GlobalSetup]
    public void Setup() => _data = new TrainingSet([Example.Pair(64)]);

    [Benchmark(OperationsPerInvoke = 20)]
    public void Small64Step()
    {
        using var model = ModelPreset.Small64.CreateModel();
        using var discriminator = ModelPreset.Small64.CreateDiscriminator();
        using var trainer = new Trainer(model, discriminator, ModelPreset.Small64.Training with { Images = 80 });
        trainer.Train(_data);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _data.Dispose();
        GC.SuppressFinalize(this);
    }
}
