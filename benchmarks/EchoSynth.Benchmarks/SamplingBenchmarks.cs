using EchoSynth.Imaging.Framing;
using BenchmarkDotNet.Attributes;
using EchoSynth.Checkpoints;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Sampling;
using EchoSynth.Training;

namespace EchoSynth.Benchmarks;

/// <summary>One image from one mask, four steps, untrained weights (the arithmetic is the same).</summary>
[MemoryDiagnoser]
public class SamplingBenchmarks : IDisposable
{
    private EchoModel _model = null!;
    private Sampler _sampler = null!;
    private AnatomyMask _mask = null!;

    [Params("small-64", "small-128", "small-256", "ncsnpp-64", "reference-256")]
    public string Preset { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        var preset = ModelPreset.ByName(Preset);
        _model = preset.CreateModel();
        _sampler = new Sampler(_model);
        _mask = Example.Pair(preset.ImageSize).Mask;
    }

    [Benchmark]
    public EchoImage OneImage() => _sampler.Generate(_mask, 1);

    [GlobalCleanup]
    public void Dispose()
    {
        _sampler.Dispose();
        _model.Dispose();
        GC.SuppressFinalize(this);
    }
}

internal static class Example
{
    /// <summary>One phantom pair at a network's size, sector marked.</summary>
    public static EchoPair Pair(int size)
    {
        var frame = PhantomSimulator.Render(PhantomAnatomy.Sample(1), EchoView.FourChamber, CardiacPhase.EndDiastole, ScannerPreset.All[0], size, 1);
        var item = new EchoItem("phantom", "phantom", EchoView.FourChamber, CardiacPhase.EndDiastole, DatasetSplit.Training, "", "");
        return FrameGeometry.Frame(new EchoPair(item, frame.Image, frame.Mask), size).Pair;
    }
}
