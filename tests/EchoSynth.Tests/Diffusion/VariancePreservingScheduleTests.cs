using EchoSynth.Diffusion;
using Microsoft.Extensions.Options;

namespace EchoSynth.Tests.Diffusion;

/// <summary>Golden values of the method (score SDE's VP process at T large steps); never regenerated from the code.</summary>
public sealed class VariancePreservingScheduleTests
{
    [Fact]
    public void FourStepsGiveTheGoldenTables()
    {
        var s = new VariancePreservingSchedule(new ScheduleOptions { Steps = 4 });

        Near([0, 0.478255303, 0.849206004, 0.956417709, 0.987403901], s.Beta);
        Near([1, 0.722318972, 0.280492366, 0.0585566299, 0.00657194778], s.Signal);
        Near([0, 0.691560050, 0.959856256, 0.998284088, 0.999978405], s.Noise);
        Near([0, 0.440819148, 0.884202444, 0.984060715], s.PosteriorVariance);
        Near([1, 0.665778365, 0.269190889, 0.0578215421], s.PosteriorCleanWeight);
        Near([0, 0.201576277, 0.193000809, 0.111852343], s.PosteriorNoisyWeight);
    }

    [Fact]
    public void TwoStepsGiveTheGoldenTables()
    {
        var s = new VariancePreservingSchedule(new ScheduleOptions { Steps = 2 });

        Near([0, 0.921324032, 0.999451033], s.Beta);
        Near([0, 0.920858028], s.PosteriorVariance);
        Near([1, 0.280350494], s.PosteriorCleanWeight);
        Near([0, 0.0215875927], s.PosteriorNoisyWeight);
    }

    [Fact]
    public void EightStepsGiveTheGoldenBetas()
    {
        var s = new VariancePreservingSchedule(new ScheduleOptions { Steps = 8 });

        Near([0, 0.156445258, 0.381492782, 0.546501063, 0.667487654, 0.756196870, 0.821239822, 0.868930308, 0.903897700], s.Beta);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(50)]
    public void AnyNumberOfStepsEndsInTheSameNoise(int steps)
    {
        var s = new VariancePreservingSchedule(new ScheduleOptions { Steps = steps });

        Assert.Equal(steps, s.Steps);
        Assert.Equal(0.00657194778, s.Signal[steps], 1e-11);
        Assert.All(s.Beta.Skip(1), β => Assert.InRange(β, double.Epsilon, 1 - 1e-9));
        Assert.Equal(s.Beta.Order(), s.Beta);
        Assert.Equal((1.0, 0.0, 0.0), (s.PosteriorCleanWeight[0], s.PosteriorNoisyWeight[0], s.PosteriorVariance[0]));
        for (var i = 0; i <= steps; i++)
            Assert.Equal(1, s.Signal[i] * s.Signal[i] + s.Noise[i] * s.Noise[i], 1e-12);
    }

    [Fact]
    public void PosteriorAgreesWithBayesRule()
    {
        // q(x_t | x_{t+1}, x_0) ∝ q(x_{t+1} | x_t) q(x_t | x_0), both Gaussian.
        var s = new VariancePreservingSchedule(new ScheduleOptions { Steps = 4 });
        for (var t = 1; t < 4; t++)
        {
            double a = s.StepSignal[t + 1], noise = s.Beta[t + 1], prior = s.Noise[t] * s.Noise[t];
            var variance = 1 / (a * a / noise + 1 / prior);
            Assert.Equal(variance, s.PosteriorVariance[t], 1e-12);
            Assert.Equal(variance * a / noise, s.PosteriorNoisyWeight[t], 1e-12);
            Assert.Equal(variance * s.Signal[t] / prior, s.PosteriorCleanWeight[t], 1e-12);
        }
    }

    [Fact]
    public void EveryWrongOptionIsNamedWithItsRange()
    {
        var error = Assert.Throws<OptionsValidationException>(() => new VariancePreservingSchedule(new ScheduleOptions { Steps = 0, BetaMin = -1, Epsilon = double.NaN }));

        Assert.Equal(
            ["Steps is 0; it must be between 1 and 1000.", "BetaMin is -1; it must be between 1E-06 and 10.", "Epsilon is NaN; it must be between 0 and 0.5."],
            error.Failures);
    }

    private static void Near(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 5e-9 * Math.Max(1, Math.Abs(expected[i])));
    }
}
