using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace EchoSynth.Benchmarks;

/// <summary>What a call through the binding costs where the operator has next to nothing to do; EchoSynth.CallCost sets the same beside Python's torch.</summary>
[MemoryDiagnoser]
public class BindingBenchmarks : IDisposable
{
    private Tensor _x = null!, _y = null!;

    [GlobalSetup]
    public void Setup() => (_x, _y) = (ones(8), ones(8));

    [Benchmark]
    public void SmallAdd() => _x.add(_y).Dispose();

    [Benchmark]
    public void SmallAddInPlace() => _x.add_(_y);

    [Benchmark]
    public long Shape() => _x.shape[0];

    [Benchmark]
    public void View() => _x.view(2, 4).Dispose();

    [Benchmark]
    public void Scope()
    {
        using var scope = NewDisposeScope();
    }

    [Benchmark]
    public void ScopeWithOneTensor()
    {
        using var scope = NewDisposeScope();
        _x.add(_y);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _x.Dispose();
        _y.Dispose();
        GC.SuppressFinalize(this);
    }
}
