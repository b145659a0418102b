using EchoSynth.Diffusion;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Diffusion;

public sealed class DiffusionProcessTests
{
    [Fact]
    public void PairFollowsTheFormulaForEachImagesOwnStep()
    {
        using var scope = NewDisposeScope();
        var s = new VariancePreservingSchedule();
        using var process = new DiffusionProcess(s, CPU);
        var x0 = full([4, 1, 2, 2], 0.5, float32);
        var η = full([4, 1, 2, 2], 2, float32);
        var ηNext = full([4, 1, 2, 2], -3, float32);

        var (current, next) = process.Pair(x0, arange(4, int64), η, ηNext);

        for (var t = 0; t < 4; t++)
        {
            var expected = s.Signal[t] * 0.5 + s.Noise[t] * 2;
            Assert.Equal(expected, current[t, 0, 1, 1].item<float>(), 1e-5);
            Assert.Equal(s.StepSignal[t + 1] * expected + s.StepNoise[t + 1] * -3, next[t, 0, 1, 1].item<float>(), 1e-5);
        }
    }

    [Fact]
    public void PosteriorAtTheLastStepIsThePrediction()
    {
        using var scope = NewDisposeScope();
        using var process = new DiffusionProcess(new VariancePreservingSchedule(), CPU);
        var x0 = full([1, 1, 2, 2], 0.25, float32);
        var noise = full([1, 1, 2, 2], 9, float32);

        var drawn = process.Posterior(x0, noise, zeros([1], int64), noise);

        Assert.Equal(0.25f, drawn[0, 0, 0, 0].item<float>());
    }

    [Fact]
    public void PosteriorOfTheForwardPairHasTheMarginalOfTheForwardProcess()
    {
        // If x̂_0 = x_0, drawing x_t from the posterior of x_{t+1} must give the distribution of x_t itself.
        using var scope = NewDisposeScope();
        var s = new VariancePreservingSchedule();
        using var process = new DiffusionProcess(s, CPU);
        manual_seed(1);
        const int n = 200_000;
        var x0 = full([n, 1, 1, 1], 0.7, float32);
        for (var t = 1; t < 4; t++)
        {
            var index = full([n], t, int64);
            var (_, next) = process.Pair(x0, index, randn(n, 1, 1, 1), randn(n, 1, 1, 1));
            var drawn = process.Posterior(x0, next, index, randn(n, 1, 1, 1));
            Assert.Equal(s.Signal[t] * 0.7, drawn.mean().item<float>(), 0.01);
            Assert.Equal(s.Noise[t], drawn.std().item<float>(), 0.01);
        }
    }
}
