using EchoSynth.Discriminators;
using EchoSynth.Networks;
using EchoSynth.Objectives;
using EchoSynth.Tests.Denoisers;
using EchoSynth.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Discriminators;

/// <summary>What CheckSize allows really runs, and so does its R1 penalty; any batch size does, and what an image's logit has to do with its batch-mates.</summary>
public sealed class DiscriminatorSizeTests
{
    [Theory]
    [InlineData(8, 8)]
    [InlineData(9, 15)]
    [InlineData(64, 64)]
    [InlineData(33, 47)]
    [InlineData(100, 24)]
    [InlineData(31, 128)]
    [InlineData(97, 97)]
    public void PatchRunsAtAnySizeThatCanBeHalved(int width, int height)
    {
        using var net = new PatchDiscriminator();
        Assert.Equal([2, height / 8, width / 8], Run(net, 2, width, height));
    }

    [Theory]
    [InlineData(32, 32, 32)]
    [InlineData(32, 24, 56)]
    [InlineData(32, 48, 40)]
    [InlineData(64, 64, 64)]
    [InlineData(64, 48, 112)]
    [InlineData(128, 128, 128)]
    [InlineData(128, 96, 160)]
    public void WholeImageRunsAtTheSizeItWasBuiltForAndAroundIt(int built, int width, int height)
    {
        using var net = new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { Width = 4, ImageSize = built, TimeWidth = 8 });
        Assert.Equal([2], Run(net, 2, width, height));
    }

    [Fact]
    public void WholeImageTakesThreeToSevenQuartersOfItsSize()
    {
        using var net = new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { Width = 4, ImageSize = 128, TimeWidth = 8 });
        Assert.Equal([96, 128, 160, 192, 224], Enumerable.Range(0, 600).Where(s => net.CheckSize(s, 128) is null));
        Assert.Equal([96, 128, 160, 192, 224], Enumerable.Range(0, 600).Where(s => net.CheckSize(128, s) is null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void AnyBatchSizeRuns(int n)
    {
        using var patch = new PatchDiscriminator();
        using var whole = new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { Width = 4, ImageSize = 32, TimeWidth = 8 });
        Assert.Equal([n, 5, 3], Run(patch, n, 24, 40));
        Assert.Equal([n], Run(whole, n, 32, 32));
    }

    [Theory]
    [InlineData(2, "0 1 | 0 1")]
    [InlineData(3, "0 1 2 | 0 1 2 | 0 1 2")]
    [InlineData(5, "0 | 1 | 2 | 3 | 4")]
    [InlineData(6, "0 2 4 | 1 3 5 | 0 2 4 | 1 3 5 | 0 2 4 | 1 3 5")]
    [InlineData(7, "0 | 1 | 2 | 3 | 4 | 5 | 6")]
    [InlineData(8, "0 2 4 6 | 1 3 5 7 | 0 2 4 6 | 1 3 5 7 | 0 2 4 6 | 1 3 5 7 | 0 2 4 6 | 1 3 5 7")]
    public void AnImagesLogitDependsOnItsGroupAndOnNoOther(int n, string groups)
    {
        using var scope = NewDisposeScope();
        foreach (var net in new IDiscriminator[] { new PatchDiscriminator(Tiny.PatchOptions), new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { Width = 4, ImageSize = 32, TimeWidth = 8 }) })
        {
            DenoiserTests.Wake(net.Module);
            net.Module.to(float64);
            var current = Cosines.Values(0.3, 1, n, 1, 32, 32).to(float64).requires_grad_(true);
            var logits = net.Score(current, Cosines.Values(0.7, 1, n, 1, 32, 32).to(float64), zeros([n], int64), ones(n, 4, 32, 32, float64));
            var seen = new List<string>();
            for (var i = 0; i < n; i++)
            {
                var gradient = autograd.grad([logits[i].mean()], [current], retain_graph: true)[0];
                seen.Add(string.Join(' ', Enumerable.Range(0, n).Where(j => gradient[j].abs().max().item<double>() > 0)));
            }
            Assert.Equal(groups, string.Join(" | ", seen));
            net.Dispose();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(7)]
    public void AnImageThatIsAloneInItsGroupScoresAsInABatchOfOne(int n)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var net = new PatchDiscriminator();
        DenoiserTests.Wake(net);
        Tensor current = Cosines.Values(0.3, 1, n, 1, 32, 32), next = Cosines.Values(0.7, 1, n, 1, 32, 32), mask = ones(n, 4, 32, 32);
        var all = net.Score(current, next, zeros([n], int64), mask);
        for (var i = 0; i < n; i++)
        {
            var alone = net.Score(current.narrow(0, i, 1), next.narrow(0, i, 1), zeros([1], int64), mask.narrow(0, i, 1));
            Assert.InRange((alone - all.narrow(0, i, 1)).abs().max().item<float>(), 0, 1e-5);
        }
        Assert.Equal(1e-4, MinibatchDeviation.Append(current).narrow(1, 1, 1).max().item<float>(), 1e-9);
    }

    /// <summary>The shape of the logits; scores and R1's gradients must be finite.</summary>
    private static long[] Run(IDiscriminator net, int n, int width, int height)
    {
        using var scope = NewDisposeScope();
        Assert.Null(net.CheckSize(width, height));
        DenoiserTests.Wake(net.Module);
        var current = Cosines.Values(0.3, 1, n, 1, height, width).requires_grad_(true);
        var logits = net.Score(current, Cosines.Values(0.7, 1, n, 1, height, width), zeros([n], int64), ones(n, 4, height, width));
        var penalty = AdversarialLosses.R1(logits, current);
        penalty.backward();
        Assert.True(logits.isfinite().all().item<bool>() && float.IsFinite(penalty.item<float>()));
        Assert.All(net.Module.parameters().Where(p => p.grad is not null), p => Assert.True(p.grad!.isfinite().all().item<bool>()));
        return logits.shape;
    }
}
