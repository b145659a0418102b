using BenchmarkDotNet.Attributes;
using EchoSynth.Checkpoints;
using EchoSynth.Discriminators;
using EchoSynth.Kernels;
using EchoSynth.Tensors;
using EchoSynth.Training;

namespace EchoSynth.Benchmarks;

/// <summary>One training step of both networks: the mean of the first four of a training, of which the first has the R1 penalty.</summary>
public class TrainingBenchmarks : IDisposable
{
    private const int Steps = 4;
    private TrainingSet _data = null!;
    private EchoModel _model = null!;
    private IDiscriminator _discriminator = null!;
    private Trainer _trainer = null!;

    /// <summary>Network and batch; the largest takes more memory than most machines have with four images.</summary>
    [Params("small-64 × 1", "small-64 × 4", "small-128 × 1", "small-128 × 4", "small-256 × 1", "small-256 × 4", "ncsnpp-64 × 1", "ncsnpp-64 × 4", "ncsnpp-128 × 1", "ncsnpp-128 × 4", "reference-256 × 1")]
    public string Case { get; set; } = "";

    [ParamsSource(nameof(Precisions))]
    public Precision Precision { get; set; }

    /// <summary>The layers by TorchSharp's API alone, in place of the binding's own operators; Adam stays the binding's (ECHOSYNTH_KERNELS=portable changes that, too).</summary>
    [Params(true, false)]
    public bool Portable { get; set; }

    public static IEnumerable<Precision> Precisions => Example.Precisions;

    private string Network => Case.Split(" × ")[0];

    private int Batch => int.Parse(Case.Split(" × ")[1], System.Globalization.CultureInfo.InvariantCulture);

    [GlobalSetup]
    public void Setup() => _data = new TrainingSet([Example.Pair(Example.SizeOf(Network))]);

    [IterationSetup]
    public void Begin()
    {
        var preset = Example.Training(Network);
        _model = Example.Model(Network);
        _discriminator = preset.CreateDiscriminator();
        _trainer = new Trainer(_model, _discriminator, preset.Training with { BatchSize = Batch, Images = Steps * Batch, SnapshotInterval = 1000, ReportInterval = Steps, Precision = Precision });
    }

    [Benchmark(OperationsPerInvoke = Steps)]
    public void Step()
    {
        using var portable = Portable ? LayerKernels.UsePortable() : null;
        _trainer.Train(_data);
    }

    [IterationCleanup]
    public void End()
    {
        _trainer.Dispose();
        _discriminator.Dispose();
        _model.Dispose();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _data.Dispose();
        GC.SuppressFinalize(this);
    }
}
