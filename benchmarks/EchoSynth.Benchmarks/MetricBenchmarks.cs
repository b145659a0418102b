using BenchmarkDotNet.Attributes;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Features;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Distributions;
using EchoSynth.Tensors;

namespace EchoSynth.Benchmarks;

/// <summary>Metrics of two 256 × 256 images, radiomic features of one pair, distances between two sets of 500 vectors of 93 numbers, and noise.</summary>
[MemoryDiagnoser]
public class MetricBenchmarks
{
    private const int Rows = 500, Columns = 93;
    private readonly RadiomicExtractor _extractor = new();
    private readonly float[] _noise = new float[256 * 256];
    private EchoPair _a = null!, _b = null!;
    private FeatureSet _first = null!, _second = null!;

    [GlobalSetup]
    public void Setup()
    {
        (_a, _b) = (Example.Pair(256, 1), Example.Pair(256, 2));
        (_first, _second) = (Vectors(1), Vectors(2));
    }

    [Benchmark]
    public double Psnr() => PixelError.Psnr(_a.Image, _b.Image);

    [Benchmark]
    public double Ssim() => StructuralSimilarity.Mean(_a.Image, _b.Image);

    [Benchmark]
    public object MsSsim() => MultiScaleSimilarity.Measure(_a.Image, _b.Image);

    [Benchmark]
    public double[][] RadiomicFeatures() => _extractor.Extract([_a]);

    [Benchmark]
    public double Frechet() => FrechetDistance.Between(_first, _second);

    [Benchmark]
    public object Kernel() => KernelDistance.Between(_first, _second);

    [Benchmark]
    public void Noise() => PhiloxNoise.Normal(_noise, 1, 0);

    private static FeatureSet Vectors(ulong seed)
    {
        var values = new float[Columns];
        return new FeatureSet("benchmark", [.. Enumerable.Range(0, Rows).Select(row =>
        {
            PhiloxNoise.Normal(values, seed, (ulong)row);
            return values.Select(v => (double)v).ToArray();
        })]);
    }
}
