using BenchmarkDotNet.Attributes;
using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Benchmarks;

/// <summary>Winograd's convolution beside the direct one when sampling: one image, both on weights prepared before.</summary>
public class WinogradBenchmarks : IDisposable
{
    private readonly PreparedConvolutions _direct = new();
    private readonly WinogradWeights _winograd = new();
    private DisposeScope _scope = null!;
    private ConvolutionLayer _layer = null!;
    private Tensor _x = null!;

    /// <summary>Channels in and out, and the image's side.</summary>
    [Params("64 64 128", "128 64 128", "64 64 64", "128 64 64", "192 128 32", "128 128 16", "256 256 16", "64 64 256")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _scope = NewDisposeScope();
        (_layer, _x) = WinogradShape.Make(Shape, 1);
        _layer.eval();
    }

    [Benchmark(Baseline = true)]
    public void Direct() => Run(() => _direct.Convolve(_x, _layer, ScalarType.Float32) ?? throw new NotSupportedException("This libtorch has no prepared convolutions."));

    [Benchmark]
    public void Winograd() => Run(() => _winograd.Convolve(_x, _layer));

    [GlobalCleanup]
    public void Dispose()
    {
        _direct.Dispose();
        _winograd.Dispose();
        _layer.Dispose();
        _scope.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void Run(Func<Tensor> convolve)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        convolve();
    }
}

/// <summary>The same in a training: four images, weights transformed at every call; the product and its gradient by the weights.</summary>
public class WinogradTrainingBenchmarks : IDisposable
{
    private DisposeScope _scope = null!;
    private ConvolutionLayer _layer = null!;
    private Tensor _x = null!, _slope = null!;

    /// <summary>Channels in and out, and the images' side; less than 192 pixels are convolved by the direct sum in either case.</summary>
    [Params("32 32 32", "64 64 64", "128 64 64", "128 128 32", "256 256 16", "512 512 16", "512 512 8", "256 512 32")]
    public string Shape { get; set; } = "";

    /// <summary>By ATen's own operator.</summary>
    [Params(true, false)]
    public bool Direct { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _scope = NewDisposeScope();
        (_layer, _x) = WinogradShape.Make(Shape, 4);
        _layer.train();
        _slope = Convolve().detach();
    }

    [Benchmark]
    public void Forward()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Convolve();
    }

    /// <summary>Forward and by the weights: what is above <see cref="Forward"/> is the gradient's.</summary>
    [Benchmark]
    public void ForwardAndByWeights()
    {
        using var scope = NewDisposeScope();
        autograd.grad([Convolve()], [_layer.Weight], [_slope]);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _layer.Dispose();
        _scope.Dispose();
        GC.SuppressFinalize(this);
    }

    private Tensor Convolve() => Direct ? nn.functional.conv2d(_x, _layer.Weight, _layer.Bias, [1, 1], [1, 1]) : _layer.Forward(_x);
}

internal static class WinogradShape
{
    /// <summary>A layer, and images [N, in, side, side].</summary>
    public static (ConvolutionLayer Layer, Tensor Images) Make(string shape, long images) =>
        shape.Split(' ').Select(s => long.Parse(s, System.Globalization.CultureInfo.InvariantCulture)).ToArray() is [var inputs, var outputs, var side]
            ? (new ConvolutionLayer(new ParameterInit(1), inputs, outputs), TensorData.ChannelsLast(randn(images, inputs, side, side)))
            : throw new ArgumentException($"'{shape}' must be channels in, channels out and the side.", nameof(shape));
}
