using System.Text.Json;
using EchoSynth.Diffusion;
using Microsoft.Extensions.Options;

namespace EchoSynth.Tests.Diffusion;

/// <summary>Against values of Reference/make_schedules.py (50-digit arithmetic), and the limits that the sources state.</summary>
public sealed class DdpmScheduleTests
{
    [Fact]
    public void TablesAgreeWithTheReference()
    {
        using var reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "schedules.json")));
        Assert.Equal(6, reference.RootElement.GetArrayLength());
        foreach (var table in reference.RootElement.EnumerateArray())
        {
            var s = new DdpmSchedule(new DdpmScheduleOptions { Kind = Enum.Parse<DdpmScheduleKind>(table.GetProperty("kind").GetString()!), Steps = table.GetProperty("steps").GetInt32() });
            foreach (var row in table.GetProperty("rows").EnumerateArray())
            {
                var i = row.GetProperty("i").GetInt32();
                void Near(string name, double actual)
                {
                    var expected = row.GetProperty(name).GetDouble();
                    Assert.True(Math.Abs(expected - actual) <= 1e-9 * Math.Abs(expected), $"{s.Options} {name} {i}: {actual}, not {expected}");
                }

                Near("beta", s.Beta[i]);
                Near("signal", s.Signal[i]);
                Near("noise", s.Noise[i]);
                Near("variance", s.PosteriorVariance[i - 1]);
                Near("clean", s.PosteriorCleanWeight[i - 1]);
                Near("noisy", s.PosteriorNoisyWeight[i - 1]);
            }
        }
    }

    [Theory]
    [InlineData(DdpmScheduleKind.Cosine)]
    [InlineData(DdpmScheduleKind.Linear)]
    public void AThousandStepsEndInNoise(DdpmScheduleKind kind)
    {
        var s = new DdpmSchedule(new DdpmScheduleOptions { Kind = kind });
        Assert.Equal((1000, 1001, 1000), (s.Steps, s.Beta.Count, s.PosteriorVariance.Count));
        Assert.InRange(s.Signal[1000], 0, 0.007);
        Assert.Equal(s.Beta.Order(), s.Beta);
        Assert.Equal((1.0, 0.0, 0.0), (s.PosteriorCleanWeight[0], s.PosteriorNoisyWeight[0], s.PosteriorVariance[0]));
    }

    [Theory]
    [InlineData(DdpmScheduleKind.Cosine, 1000)]
    [InlineData(DdpmScheduleKind.Linear, 1000)]
    [InlineData(DdpmScheduleKind.Linear, 7)]
    public void EveryGeneralisedStepWithEtaOneIsThePosterior(DdpmScheduleKind kind, int steps)
    {
        var s = new DdpmSchedule(new DdpmScheduleOptions { Kind = kind, Steps = steps });
        var (posterior, ddpm) = (ReverseStep.Posterior(s), ReverseStep.Generalised(s, steps, 1));
        Assert.Equal(steps, ddpm.Length);
        for (var k = 0; k < steps; k++)
        {
            Assert.Equal((posterior[k].Index, posterior[k].Signal, posterior[k].Noise), (ddpm[k].Index, ddpm[k].Signal, ddpm[k].Noise));
            Assert.Equal(posterior[k].Clean, ddpm[k].Clean, 1e-9);
            Assert.Equal(posterior[k].Noisy, ddpm[k].Noisy, 1e-9);
            Assert.Equal(posterior[k].Deviation, ddpm[k].Deviation, 1e-9);
        }
    }

    [Theory]
    [InlineData(1000, 50, 0)]
    [InlineData(1000, 50, 0.5)]
    [InlineData(1000, 4, 1)]
    [InlineData(1000, 7, 0)]
    [InlineData(20, 20, 0.3)]
    public void AnyNumberOfStepsKeepsTheMarginals(int steps, int taken, double eta)
    {
        // With the true x̂_0 = x_0, x_j must have mean A_j x_0 and deviation S_j.
        var s = new DdpmSchedule(new DdpmScheduleOptions { Steps = steps });
        var (signal, variance) = (s.Signal[steps], Math.Pow(s.Noise[steps], 2));
        var plan = ReverseStep.Generalised(s, taken, eta);
        Assert.Equal(taken, plan.Length);
        for (var k = 0; k < taken; k++)
        {
            signal = plan[k].Clean + plan[k].Noisy * signal;
            variance = plan[k].Noisy * plan[k].Noisy * variance + plan[k].Deviation * plan[k].Deviation;
            var next = k + 1 < taken ? plan[k + 1] : new ReverseStep(-1, 1, 0, 0, 0, 0);
            Assert.Equal(next.Signal, signal, 1e-12);
            Assert.Equal(next.Noise, Math.Sqrt(variance), 1e-9);
        }
    }

    [Fact]
    public void EveryWrongOptionIsNamedWithItsRange()
    {
        var error = Assert.Throws<OptionsValidationException>(() => new DdpmSchedule(new DdpmScheduleOptions { Steps = 0, Kind = (DdpmScheduleKind)7 }));
        Assert.Equal(["Steps is 0; it must be between 1 and 10000.", "Kind is 7; it must be one of Cosine, Linear."], error.Failures);
    }
}
