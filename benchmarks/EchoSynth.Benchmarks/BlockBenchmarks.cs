using BenchmarkDotNet.Attributes;
using EchoSynth.Denoisers;
using EchoSynth.Kernels;
using EchoSynth.Networks;
using EchoSynth.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Benchmarks;

/// <summary>Single blocks of the networks, 64 channels on 64 × 64 (attention: 256 on 16 × 16), forward without gradients; of those named Backward, forward and the gradients by input and weights.</summary>
public class BlockBenchmarks : IDisposable
{
    private const long Channels = 64, Side = 64, Deep = 256, Attended = 16, Time = 512, Latent = 256, Style = 96, Features = 16;
    private readonly ParameterInit _init = new(1);
    private DisposeScope _scope = null!;
    private NcsnPlusPlusBlock _plain = null!, _down = null!, _up = null!;
    private SpadeBlock _spade = null!;
    private SelfAttention _attention = null!;
    private FirResampling _fir = null!, _firUp = null!;
    private AdaptiveGroupNorm _adaptive = null!;
    private SpadeNorm _spadeNorm = null!;
    private ConvolutionLayer _convolution = null!;
    private Tensor _x = null!, _deep = null!, _time = null!, _latent = null!, _style = null!, _noise = null!, _first = null!, _second = null!, _scale = null!, _shift = null!;

    [Params(1, 8)]
    public int Batch { get; set; }

    /// <summary>TorchSharp's API alone, in place of the binding's own operators.</summary>
    [Params(true, false)]
    public bool Portable { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _scope = NewDisposeScope();
        using var frozen = no_grad();
        (_plain, _down, _up) = (Block(Resample.None), Block(Resample.Down), Block(Resample.Up));
        _spade = new SpadeBlock(_init, Channels, Channels, Style, Features, 0.02);
        _attention = new SelfAttention(_init, Deep);
        (_fir, _firUp) = (new FirResampling(Channels, FirKind.Down), new FirResampling(Channels, FirKind.Up));
        (_adaptive, _spadeNorm) = (new AdaptiveGroupNorm(_init, Channels, Latent), new SpadeNorm(_init, Channels, Style, Features));
        _convolution = new ConvolutionLayer(_init, Channels, Channels);
        _x = TensorData.ChannelsLast(Random(Channels, Side, Side));
        _deep = TensorData.ChannelsLast(Random(Deep, Attended, Attended));
        (_time, _latent, _style) = (Random(Time), Random(Latent), Random(Style));
        _noise = Random(2, Side, Side);
        (_scale, _shift) = (ones(Channels), zeros(Channels));
        foreach (var module in Modules())
            module.eval();
        var features = TensorData.ChannelsLast(Random(Features, Side, Side));
        (_first, _second) = _spade.Encode(features).ToArray() is [var a, var b] ? (a, b) : throw new InvalidOperationException("A block has two norms.");
    }

    [Benchmark]
    public void Convolution() => Run(() => _convolution.Forward(_x));

    [Benchmark]
    public void NcsnPlusPlusBlock() => Run(() => _plain.Forward(_x, null, _time, _latent));

    [Benchmark]
    public void NcsnPlusPlusBlockDown() => Run(() => _down.Forward(_x, null, _time, _latent));

    [Benchmark]
    public void NcsnPlusPlusBlockUp() => Run(() => _up.Forward(_x, null, _time, _latent));

    [Benchmark]
    public void SpadeBlock() => Run(() => _spade.Forward(_x, null, _first, _second, bare: false, _style, _noise));

    [Benchmark]
    public void Attention() => Run(() => _attention.Forward(_deep, Attended, Attended));

    [Benchmark]
    public void FirDown() => Run(() => _fir.Forward(_x));

    [Benchmark]
    public void FirUp() => Run(() => _firUp.Forward(_x));

    [Benchmark]
    public void GroupNorm() => Run(() => Normalisation.Group(_x, Channels, _scale, _shift, silu: true));

    [Benchmark]
    public void AdaptiveNorm() => Run(() => _adaptive.Activated(_x, _latent));

    [Benchmark]
    public void SpadeNorm() => Run(() => _spadeNorm.Activated(_x, _first, _style));

    [Benchmark]
    public void ConvolutionBackward() => Differentiate(_convolution, _x, x => _convolution.Forward(x));

    [Benchmark]
    public void NcsnPlusPlusBlockBackward() => Differentiate(_plain, _x, x => _plain.Forward(x, null, _time, _latent));

    [Benchmark]
    public void NcsnPlusPlusBlockDownBackward() => Differentiate(_down, _x, x => _down.Forward(x, null, _time, _latent));

    [Benchmark]
    public void NcsnPlusPlusBlockUpBackward() => Differentiate(_up, _x, x => _up.Forward(x, null, _time, _latent));

    [Benchmark]
    public void SpadeBlockBackward() => Differentiate(_spade, _x, x => _spade.Forward(x, null, _first, _second, bare: false, _style, _noise));

    [Benchmark]
    public void AttentionBackward() => Differentiate(_attention, _deep, x => _attention.Forward(x, Attended, Attended));

    [GlobalCleanup]
    public void Dispose()
    {
        _scope.Dispose();
        foreach (var module in Modules())
            module.Dispose();
        GC.SuppressFinalize(this);
    }

    private nn.Module[] Modules() => [_plain, _down, _up, _spade, _attention, _fir, _firUp, _adaptive, _spadeNorm, _convolution];

    private void Run(Func<Tensor> forward)
    {
        using var portable = Portable ? LayerKernels.UsePortable() : null;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        forward();
    }

    private void Differentiate(nn.Module module, Tensor input, Func<Tensor, Tensor> forward)
    {
        using var portable = Portable ? LayerKernels.UsePortable() : null;
        using var scope = NewDisposeScope();
        var x = input.detach().requires_grad_();
        forward(x).square().mean().backward();
        module.zero_grad();
    }

    private NcsnPlusPlusBlock Block(Resample resample) => new(_init, Channels, Channels, Time, Latent, resample);

    private Tensor Random(params long[] shape) => TensorData.Rows(Batch, shape, (row, values) => PhiloxNoise.Normal(values, 1, (ulong)row));
}
