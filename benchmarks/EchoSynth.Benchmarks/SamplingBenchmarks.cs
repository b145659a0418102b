using BenchmarkDotNet.Attributes;
using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Kernels;
using EchoSynth.Sampling;
using EchoSynth.Tensors;

namespace EchoSynth.Benchmarks;

/// <summary>One call of the sampler: one image or eight, four steps. The time is that of the whole call.</summary>
[MemoryDiagnoser]
public class SamplingBenchmarks : IDisposable
{
    private EchoModel _model = null!;
    private Sampler _sampler = null!;
    private SampleRequest[] _requests = [];

    [Params("small-64", "small-128", "small-256", "ncsnpp-64", "ncsnpp-128", "reference-256")]
    public string Network { get; set; } = "";

    [Params(1, 8)]
    public int Images { get; set; }

    [ParamsSource(nameof(Precisions))]
    public Precision Precision { get; set; }

    /// <summary>TorchSharp's API alone, in place of the binding's own operators.</summary>
    [Params(true, false)]
    public bool Portable { get; set; }

    public static IEnumerable<Precision> Precisions => Example.Precisions;

    [GlobalSetup]
    public void Setup()
    {
        _model = Example.Model(Network);
        _sampler = new Sampler(_model, new SamplerOptions { Precision = Precision });
        var mask = Example.Pair(_model.ImageSize).Mask;
        _requests = [.. Enumerable.Range(1, Images).Select(seed => new SampleRequest(mask, seed))];
    }

    [Benchmark]
    public IReadOnlyList<SyntheticImage> Generate()
    {
        using var portable = Portable ? LayerKernels.UsePortable() : null;
        return _sampler.Generate(_requests);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _sampler.Dispose();
        _model.Dispose();
        GC.SuppressFinalize(this);
    }
}
