using BenchmarkDotNet.Attributes;
using EchoSynth.Denoisers;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Benchmarks;

/// <summary>A step of Adam over all weights of a network: the binding's optimiser, and the six operators a weight that TorchSharp's own takes.</summary>
public class AdamBenchmarks : IDisposable
{
    private const double Rate = 1e-4, Beta1 = 0.5, Beta2 = 0.9, Epsilon = 1e-8;
    private DisposeScope _scope = null!;
    private nn.Module _network = null!;
    private optim.Optimizer _adam = null!;
    private (Tensor Weight, Tensor Gradient, Tensor Mean, Tensor Square)[] _states = null!;

    /// <summary>The SPADE U-Net of small-64 (0.96 M weights), or NCSN++ of width 64 (39 M).</summary>
    [Params("small-64", "ncsnpp")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _scope = NewDisposeScope();
        _network = Network == "small-64" ? new SpadeUNetDenoiser() : new NcsnPlusPlusDenoiser(new NcsnPlusPlusOptions { ImageSize = 128 });
        foreach (var weight in _network.parameters())
            (weight * weight).sum().backward();
        _adam = optim.Adam(_network.parameters(), Rate, Beta1, Beta2, Epsilon);
        _states = [.. _network.parameters().Select(w => ((Tensor)w, w.grad!, zeros_like(w), zeros_like(w)))];
    }

    [Benchmark]
    public void Optimiser()
    {
        using var scope = NewDisposeScope();
        _adam.step();
    }

    [Benchmark(Baseline = true)]
    public void Composed()
    {
        using var frozen = no_grad();
        foreach (var (weight, gradient, mean, square) in _states)
        {
            using var scope = NewDisposeScope();
            mean.mul_(Beta1).add_(gradient, 1 - Beta1);
            square.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
            weight.addcdiv_(mean, square.sqrt().add_(Epsilon), -Rate);
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _adam.Dispose();
        _network.Dispose();
        _scope.Dispose();
        GC.SuppressFinalize(this);
    }
}
