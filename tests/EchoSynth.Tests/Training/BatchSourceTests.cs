using EchoSynth.Checkpoints;
using EchoSynth.Tensors;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Training;

public sealed class BatchSourceTests
{
    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 1)]
    public void StepsAreDrawnAsAskedFor(double stepZero, double expectedZero)
    {
        using var scope = NewDisposeScope();
        var source = Source(new TrainerOptions { BatchSize = 1000, StepZeroProbability = stepZero });
        var t = source.Make(0).ForDenoiser.Step.data<long>().ToArray();
        Assert.InRange(t.Count(v => v == 0) / 1000.0, expectedZero - 0.05, expectedZero + 0.05);
        for (var other = 1; other < 4; other++)
            Assert.InRange(t.Count(v => v == other) / 1000.0, (1 - expectedZero) / 3 - 0.05, (1 - expectedZero) / 3 + 0.05);
    }

    [Fact]
    public void EveryPairComesOncePerEpochInANewOrder()
    {
        using var scope = NewDisposeScope();
        var source = Source(new TrainerOptions { BatchSize = 2 });
        var sums = Enumerable.Range(0, 9).SelectMany(step =>
        {
            var images = source.Make(step).Images;
            return new[] { images[0].sum().item<float>(), images[1].sum().item<float>() };
        }).ToArray();
        var epochs = sums.Chunk(6).ToArray();
        Assert.Equal(6, epochs[0].Distinct().Count());
        Assert.All(epochs, e => Assert.Equal(epochs[0].Order(), e.Order()));
        Assert.True(!epochs[0].SequenceEqual(epochs[1]) || !epochs[0].SequenceEqual(epochs[2]));
    }

    [Fact]
    public void NoiseIsFreshForEveryPurposeAndStep()
    {
        using var scope = NewDisposeScope();
        var source = Source(new TrainerOptions { BatchSize = 2, SpreadWeight = 0.5 });
        var draws = new List<float[]>();
        for (var step = 0; step < 2; step++)
        {
            var batch = source.Make(step);
            foreach (var d in new[] { batch.ForDiscriminator, batch.ForDenoiser })
                draws.AddRange([TensorData.ToFloats(d.Noise), TensorData.ToFloats(d.NextNoise), TensorData.ToFloats(d.PosteriorNoise)]);
        }
        for (var i = 0; i < draws.Count; i++)
        {
            Assert.Equal(1, draws[i].Average(v => v * v), 0.25);
            for (var j = 0; j < i; j++)
                Assert.InRange(draws[i].Zip(draws[j]).Average(p => p.First * p.Second), -0.2, 0.2);
        }
    }

    [Fact]
    public void ImagesAreInMinusOneToOneAndMasksOneHotWithTheSector()
    {
        using var scope = NewDisposeScope();
        var source = Source(new TrainerOptions { BatchSize = 1 });
        var batch = source.Make(0);
        var pair = Tiny.Data().Pairs.First(p => Math.Abs(TensorData.ToFloats(batch.Images)[5 * 16 + 5] - (2 * p.Image[5, 5] - 1)) < 1e-6);
        var mask = TensorData.ToFloats(batch.Masks);
        for (var i = 0; i < 256; i++)
        {
            for (var label = 1; label <= 3; label++)
                Assert.Equal(pair.Mask.Labels[i] == label ? 1 : 0, mask[(label - 1) * 256 + i]);
            Assert.Equal(pair.Mask.Labels[i] != 0 ? 1 : 0, mask[3 * 256 + i]);
        }
    }

    private static BatchSource Source(TrainerOptions options) => new(Tiny.Data(), new MaskEncoding(), options, 4, 3);
}
