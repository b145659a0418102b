using EchoSynth.Checkpoints;
using EchoSynth.Diffusion;
using EchoSynth.Imaging;
using EchoSynth.Sampling;
using EchoSynth.Tensors;
using EchoSynth.Tests.Denoisers;
using EchoSynth.Tests.Support;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Sampling;

public sealed class GuidedSamplingTests : IDisposable
{
    private readonly EchoModel _model = Tiny.Model();
    private static readonly AnatomyMask Mask = Tiny.Mask();
    private static readonly EchoImage Source = Tiny.Data(1).Pairs[0].Image;

    [Fact]
    public void StrengthOneIsFromTheMaskAlone()
    {
        using var sampler = new Sampler(_model);
        Assert.Equal(sampler.Generate(Mask, 7).Pixels, Draw(sampler, 1).Pixels);
    }

    [Theory]
    [InlineData(0.01, 3)]
    [InlineData(0.25, 3)]
    [InlineData(0.26, 2)]
    [InlineData(0.5, 2)]
    [InlineData(0.75, 1)]
    [InlineData(0.99, 0)]
    [InlineData(1, 0)]
    public void StrengthSaysHowManyOfTheStepsAreTaken(double strength, int first)
    {
        using var process = new ReverseProcess(_model, new SamplerOptions(), 1);
        Assert.Equal(first, process.First(new SampleRequest(Mask, 1) { Source = Source, Strength = strength }));
        Assert.Equal(0, process.First(new SampleRequest(Mask, 1) { Strength = strength }));
    }

    [Fact]
    public void TheLastStepAloneIsTheNetworksAnswerToTheSlightlyNoisedSource()
    {
        using var sampler = new Sampler(_model, new SamplerOptions { ClearOutsideSector = false });
        var image = Draw(sampler, 0.25);

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var pixels = Tiny.Size * Tiny.Size;
        Tensor Noise(ulong stream, params long[] shape)
        {
            var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
            PhiloxNoise.Normal(values, 7, stream);
            return TensorData.FromFloats(values, shape);
        }
        var channels = new float[_model.Mask.Channels * pixels];
        _model.Mask.Encode(Mask, channels);
        var condition = _model.Denoiser.Encode(TensorData.FromFloats(channels, 1, _model.Mask.Channels, Tiny.Size, Tiny.Size));
        var clean = TensorData.FromFloats(Source.Pixels.ToArray().Select(p => 2 * p - 1).ToArray(), 1, 1, Tiny.Size, Tiny.Size);
        // t = 0: x_1 = A_1 x_0 + S_1 ε, whose posterior is x̂_0 itself (algorithm §3).
        var x1 = clean * _model.Schedule.Signal[1] + Noise(0, 1, 1, Tiny.Size, Tiny.Size) * _model.Schedule.Noise[1];
        var predicted = _model.Denoiser.Predict(x1, condition, zeros([1], int64), Noise(0x1_0000, 1, _model.Denoiser.LatentLength(Tiny.Size, Tiny.Size)));
        var expected = TensorData.ToFloats(((predicted * _model.Schedule.PosteriorCleanWeight[0] + x1 * _model.Schedule.PosteriorNoisyWeight[0] + 1) / 2).clamp(0, 1));
        for (var i = 0; i < pixels; i++)
            Assert.Equal(expected[i], image.Pixels[i], 1e-5);
    }

    [Fact]
    public void TheWeakerTheNearerToTheSource()
    {
        // A network that predicts its own input: what is left is the schedule's doing.
        using var model = new EchoModel(new EchoingDenoiser(), Tiny.Size);
        using var sampler = new Sampler(model, new SamplerOptions { ClearOutsideSector = false });
        double Distance(double strength)
        {
            var image = Draw(sampler, strength);
            return image.Pixels.ToArray().Zip(Source.Pixels.ToArray(), (a, b) => Math.Abs(a - b)).Average();
        }
        Assert.True(Distance(0.25) < Distance(0.5));
        Assert.True(Distance(0.5) < Distance(1));
    }

    [Fact]
    public void RowsOfABatchBeginEachAtTheirOwnStep()
    {
        using var scope = NewDisposeScope();
        var step = new ReverseStep(1, 0.8, 0.6, 0, 0, 0);
        var (x, sources, ε) = (ones(3, 1, 2, 2), full([3, 1, 2, 2], 0.5f), full([3, 1, 2, 2], -1f));
        Assert.Same(x, ReverseProcess.Enter(step, x, sources, ε, [false, false, false]));
        var entered = TensorData.ToFloats(ReverseProcess.Enter(step, x, sources, ε, [false, true, false]));
        Assert.Equal([1, 1, 1, 1], entered[..4]);
        Assert.All(entered[4..8], v => Assert.Equal(0.8 * 0.5 - 0.6, v, 1e-6));
        Assert.Equal([1, 1, 1, 1], entered[8..]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void AStrengthOutOfRangeIsNamed(double strength)
    {
        using var sampler = new Sampler(_model);
        Assert.Contains("above 0 and at most 1", Assert.Throws<ArgumentException>(() => Draw(sampler, strength)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASourceOfAnotherSizeThanItsMaskIsNamed()
    {
        using var sampler = new Sampler(_model);
        var small = new EchoImage(8, 8, new float[64]);
        Assert.Contains("8 × 8", Assert.Throws<ArgumentException>(() => sampler.Generate([new SampleRequest(Mask, 1, "x") { Source = small, Strength = 0.5 }])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SourceAndMaskAreFittedAlike()
    {
        using var sampler = new Sampler(_model);
        var mask = Tiny.Mask(size: 32);
        var source = new EchoImage(32, 32, Enumerable.Range(0, 1024).Select(i => i % 32 / 31f).ToArray(), mask.Spacing);
        var large = sampler.Generate([new SampleRequest(mask, 3) { Source = source, Strength = 0.25 }])[0];
        var small = sampler.Generate([new SampleRequest(Resampling.FitToSquare(mask, Tiny.Size), 3) { Source = Resampling.FitToSquare(source, Tiny.Size), Strength = 0.25 }])[0];
        Assert.Equal(small.Image.Pixels, large.Image.Pixels);
    }

    private static EchoImage Draw(Sampler sampler, double strength) => sampler.Generate([new SampleRequest(Mask, 7) { Source = Source, Strength = strength }])[0].Image;

    public void Dispose() => _model.Dispose();
}
