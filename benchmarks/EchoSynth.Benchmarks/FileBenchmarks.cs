using BenchmarkDotNet.Attributes;
using EchoSynth.Checkpoints;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Benchmarks;

/// <summary>159 MB of weights written and read; one 256 × 256 phantom.</summary>
public class FileBenchmarks : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), "echosynth-benchmark.safetensors");
    private EchoModel _model = null!;

    [GlobalSetup]
    public void Setup()
    {
        _model = Example.Model("reference-256");
        Save();
    }

    [Benchmark]
    public void Save() => SafeTensors.Save(_path, _model.Denoiser.Module.state_dict());

    [Benchmark]
    public void Load()
    {
        foreach (var tensor in SafeTensors.Load(_path).Values)
            tensor.Dispose();
    }

    [Benchmark]
    public PhantomFrame Phantom256() =>
        PhantomSimulator.Render(PhantomAnatomy.Sample(1), EchoView.FourChamber, CardiacPhase.EndDiastole, ScannerPreset.All[0], 256, 1);

    [GlobalCleanup]
    public void Dispose()
    {
        _model.Dispose();
        File.Delete(_path);
        GC.SuppressFinalize(this);
    }
}
