using EchoSynth.Objectives;
using EchoSynth.Discriminators;
using EchoSynth.Networks;
using EchoSynth.Tests.Denoisers;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Discriminators;

public sealed class DiscriminatorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void AnyBatchSizeGivesOneScorePerImage(int n)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var whole = new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { Width = 8, ImageSize = 32, TimeWidth = 16 });
        using var patch = new PatchDiscriminator();
        Assert.Equal([n], Score(whole, n, 32).shape);
        Assert.Equal([n, 4, 4], Score(patch, n, 32).shape);
        Assert.Equal([n, 5, 3], patch.Score(ones(n, 1, 40, 24), ones(n, 1, 40, 24), zeros([n], int64), ones(n, 4, 40, 24)).shape);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 1)]
    [InlineData(6, 3)]
    [InlineData(8, 4)]
    [InlineData(12, 4)]
    public void MinibatchGroupsAreTheLargestDivisorUpToFour(int n, int expected) => Assert.Equal(expected, MinibatchDeviation.GroupSize(n));

    [Fact]
    public void MinibatchDeviationIsTheBiasedDeviationOverTheGroup()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 1, 10, 3, 30 }, [4, 1, 1, 1]); // one group of four
        var y = MinibatchDeviation.Append(x);
        Assert.Equal([4, 2, 1, 1], y.shape);
        var expected = Math.Sqrt((100 + 1 + 64 + 361) / 4.0); // mean 11
        for (var i = 0; i < 4; i++)
            Assert.Equal(expected, y[i, 1, 0, 0].item<float>(), 1e-4);
    }

    [Fact]
    public void ScoreSeesEveryInput()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var net in new IDiscriminator[] { new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { Width = 8, ImageSize = 32, TimeWidth = 16 }), new PatchDiscriminator() })
        {
            DenoiserTests.Wake(net.Module);
            var plain = Score(net, 2, 32);
            Assert.NotEqual(0, (plain - Score(net, 2, 32, current: 1)).abs().max().item<float>());
            Assert.NotEqual(0, (plain - Score(net, 2, 32, next: 1)).abs().max().item<float>());
            Assert.NotEqual(0, (plain - Score(net, 2, 32, step: 2)).abs().max().item<float>());
            Assert.NotEqual(0, (plain - Score(net, 2, 32, mask: 1)).abs().max().item<float>());
            net.Dispose();
        }
    }

    [Fact]
    public void GradientOfTheR1PenaltyAgreesWithFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        foreach (var net in new IDiscriminator[] { new PatchDiscriminator(Tiny.PatchOptions), new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { Width = 4, ImageSize = 32, TimeWidth = 8 }) })
        {
            var size = net is PatchDiscriminator ? 16 : 32;
            DenoiserTests.Wake(net.Module);
            net.Module.to(float64);
            var current = Cosines.Values(0.3, 1, 2, 1, size, size).to(float64);
            var next = Cosines.Values(0.7, 1, 2, 1, size, size).to(float64);
            var mask = (Cosines.Values(0.9, 1, 2, 4, size, size) > 0).to(float64);
            var t = arange(2, int64);
            Tensor Penalty()
            {
                var x = current.detach().requires_grad_(true);
                return AdversarialLosses.R1(net.Score(x, next, t, mask), x);
            }

            net.Module.zero_grad();
            Penalty().backward();
            // The last bias and the time bias behind it shift every score alike, so R1 does not see them: give those a zero to compare with.
            foreach (var p in net.Module.parameters())
                p.grad ??= zeros_like(p);
            // LeakyReLU makes the penalty jump where a unit changes sign: a small h keeps such crossings rare.
            GradientCheck.Parameters(net.Module, Penalty, 1e-4, h: 1e-8);
            net.Dispose();
        }
    }

    [Fact]
    public void R1IsTheSquaredGradientNormOnAKnownFunction()
    {
        // D(x) = Σ w·x has gradient w: R1 = ‖w‖² for every image.
        using var scope = NewDisposeScope();
        var x = Cosines.Values(0.1, 1, 3, 1, 4, 4).requires_grad_(true);
        var w = Cosines.Values(0.2, 1, 1, 1, 4, 4);
        var logits = (x * w).sum([1, 2, 3]);
        Assert.Equal(w.square().sum().item<float>(), AdversarialLosses.R1(logits, x).item<float>(), 1e-4);
    }

    [Fact]
    public void ADiscriminatorThatIgnoresTheImageIsToldSo()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 1, 4, 4).requires_grad_(true);
        var other = ones(2).requires_grad_(true);
        Assert.Contains("does not depend on x_t", Assert.Throws<InvalidOperationException>(() => AdversarialLosses.R1(other * 2, x)).Message);
    }

    [Fact]
    public void LossesAreSoftplus()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { -1, 2 });
        Assert.Equal((Math.Log(1 + Math.E) + Math.Log(1 + Math.Exp(-2))) / 2, AdversarialLosses.Real(logits).item<float>(), 1e-5);
        Assert.Equal((Math.Log(1 + Math.Exp(-1)) + Math.Log(1 + Math.Exp(2))) / 2, AdversarialLosses.Fake(logits).item<float>(), 1e-5);
    }

    [Fact]
    public void IllegalSizesAreNamed()
    {
        using var whole = new WholeImageDiscriminator(new WholeImageDiscriminatorOptions { Width = 8, ImageSize = 32 });
        using var patch = new PatchDiscriminator();
        foreach (var (w, h) in new (int, int)[] { (64, 64), (16, 32), (32, 16), (32, 36), (31, 32), (0, 0), (-32, 32) })
        {
            var problem = whole.CheckSize(w, h);
            Assert.Contains($"{w} × {h}", problem);
            Assert.Contains("32 × 32", problem);
            Assert.Contains("24, 32, 40, 48, 56", problem);
        }
        foreach (var (w, h) in new (int, int)[] { (4, 4), (7, 64), (64, 7), (0, 8), (-8, 8) })
        {
            Assert.Contains($"{w} × {h}", patch.CheckSize(w, h));
            Assert.Contains("at least 8 × 8", patch.CheckSize(w, h));
        }
    }

    private static Tensor Score(IDiscriminator net, int n, int size, double current = 0, double next = 0, int step = 1, double mask = 0) => net.Score(
        Cosines.Values(0.3 + current, 1, n, 1, size, size), Cosines.Values(0.7 + next, 1, n, 1, size, size), full([n], step, int64),
        (Cosines.Values(0.9 + mask, 1, n, 4, size, size) > 0).to(float32));
}
