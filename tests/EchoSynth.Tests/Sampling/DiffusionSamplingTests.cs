using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Sampling;
using EchoSynth.Tests.Denoisers;
using EchoSynth.Tests.Support;
using Microsoft.Extensions.Options;
using TorchSharp;

namespace EchoSynth.Tests.Sampling;

public sealed class DiffusionSamplingTests
{
    private const int Size = 64;

    [Theory]
    [InlineData(DdpmScheduleKind.Cosine, 50)]
    [InlineData(DdpmScheduleKind.Linear, 50)]
    [InlineData(DdpmScheduleKind.Linear, 4)]
    [InlineData(DdpmScheduleKind.Linear, 1)] // x_T is near 4 and A_T .006: the last digit of float32 is 4e-5 here
    public void DdimFindsAPointMassExactly(DdpmScheduleKind kind, int steps)
    {
        using var model = Toy(kind, -0.3, 0);
        using var sampler = new Sampler(model, new SamplerOptions { Method = SamplingMethod.Ddim, SamplingSteps = steps, ClearOutsideSector = false });
        Assert.All(sampler.Generate(Tiny.Mask(0, Size), 5).Pixels.ToArray(), p => Assert.Equal(0.35, p, steps == 1 ? 5e-5 : 2e-6));
    }

    [Theory]
    [InlineData(DdpmScheduleKind.Cosine, SamplingMethod.Ddpm, 1000, 0)]
    [InlineData(DdpmScheduleKind.Linear, SamplingMethod.Ddpm, 1000, 0)]
    [InlineData(DdpmScheduleKind.Cosine, SamplingMethod.Ddim, 1000, 0)]
    [InlineData(DdpmScheduleKind.Linear, SamplingMethod.Ddim, 1000, 0)]
    [InlineData(DdpmScheduleKind.Linear, SamplingMethod.Ddim, 1000, 0.5)]
    public void AThousandStepsGiveTheDistributionOfTheData(DdpmScheduleKind kind, SamplingMethod method, int steps, double eta)
    {
        using var model = Toy(kind, 0.1, 0.2);
        var (mean, deviation) = Moments(model, new SamplerOptions { Method = method, SamplingSteps = steps, Eta = eta });
        Assert.Equal(0.1, mean, 0.006);
        Assert.Equal(0.2, deviation, 0.005);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(20)]
    [InlineData(4)]
    public void FewStepsOfDdimGiveWhatTheArithmeticOfLinearMapsSays(int steps)
    {
        // For Gaussian data every step is x_j − A_j m = g (x_i − A_i m), g = (A_j A_i s² + S_j S_i)/(A_i² s² + S_i²).
        const double m = 0.1, s = 0.2;
        using var model = Toy(DdpmScheduleKind.Linear, m, s);
        var schedule = model.Schedule;
        var gain = 1.0;
        for (var k = steps; k > 0; k--)
        {
            var (i, j) = (k * 1000 / steps, (k - 1) * 1000 / steps);
            double Ai = schedule.Signal[i], Aj = schedule.Signal[j], Si = schedule.Noise[i], Sj = schedule.Noise[j];
            gain *= (Aj * Ai * s * s + Sj * Si) / (Ai * Ai * s * s + Si * Si);
        }
        var (mean, deviation) = Moments(model, new SamplerOptions { Method = SamplingMethod.Ddim, SamplingSteps = steps });
        Assert.Equal(m, mean, 0.006);
        Assert.Equal(gain, deviation, 0.03 * gain);
        Assert.InRange(gain, 0.03, 0.2); // few steps lose spread: the price of DDIM
    }

    [Fact]
    public void TheDefaultsOfANoiseModelAreAllStepsOfDdpm()
    {
        using var model = Network(50);
        Assert.Equal(Pixels(model, new SamplerOptions { Method = SamplingMethod.Ddpm, SamplingSteps = 50 }), Pixels(model, new SamplerOptions()));
        Assert.Equal(Pixels(model, new SamplerOptions()), Pixels(model, new SamplerOptions { Method = SamplingMethod.Ddim, Eta = 1 }));
        Assert.NotEqual(Pixels(model, new SamplerOptions()), Pixels(model, new SamplerOptions { Method = SamplingMethod.Ddim }));
    }

    [Theory]
    [InlineData(SamplingMethod.Ddpm)]
    [InlineData(SamplingMethod.Ddim)]
    public void AnImageDependsOnItsSeedOnlyAndLeavesNothingBehind(SamplingMethod method)
    {
        using var model = Network(20);
        using var sampler = new Sampler(model, new SamplerOptions { Method = method, SamplingSteps = 10, MicroBatch = 4 });
        SampleRequest Request(int i) => new(Tiny.Mask(i), 100 + i);

        var eight = sampler.Generate(Enumerable.Range(0, 8).Select(Request).ToArray());
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal(eight[5].Image.Pixels, sampler.Generate([Request(5)])[0].Image.Pixels);
        Assert.NotEqual(eight[5].Image.ToUInt16(), eight[4].Image.ToUInt16());
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void SamplingIsCancelledBetweenSteps()
    {
        using var model = Toy(DdpmScheduleKind.Linear, 0, 0.2);
        using var sampler = new Sampler(model);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Throws<OperationCanceledException>(() => sampler.Generate(Enumerable.Repeat(new SampleRequest(Tiny.Mask(0, Size), 1), 1000).ToArray(), cancellationToken: cancel.Token));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void CombinationsThatCannotBeAreNamed()
    {
        using EchoModel adversarial = Tiny.Model(), noise = Network(50);
        string[] Failures(EchoModel model, SamplerOptions options) => [.. Assert.Throws<OptionsValidationException>(() => new Sampler(model, options)).Failures];

        Assert.Equal(
            ["Method is Ddim; it must be Posterior for this model, whose network predicts the clean image (adversarial training).", "SamplingSteps is 50; it must be between 1 and 4, the steps of the model's schedule."],
            Failures(adversarial, new SamplerOptions { Method = SamplingMethod.Ddim, SamplingSteps = 50 }));
        Assert.Equal(
            ["SamplingSteps is 2; it must be 4 with Method Posterior: every step was trained for its own size.", "Eta is 1; it must be 0 with Method Posterior: it belongs to Ddim."],
            Failures(adversarial, new SamplerOptions { SamplingSteps = 2, Eta = 1 }));
        Assert.Equal(
            ["Method is Posterior; it must be Ddpm or Ddim for this model, whose network predicts the noise (pure diffusion)."],
            Failures(noise, new SamplerOptions { Method = SamplingMethod.Posterior }));
        Assert.Equal(["SamplingSteps is 0; it must be between 1 and 10000.", "Eta is 2; it must be between 0 and 1."], Failures(noise, new SamplerOptions { Method = SamplingMethod.Ddim, SamplingSteps = 0, Eta = 2 }));
        Assert.Equal(["SamplingSteps is 51; it must be between 1 and 50, the steps of the model's schedule."], Failures(noise, new SamplerOptions { SamplingSteps = 51 }));
    }

    internal static EchoModel Network(int steps)
    {
        var model = new EchoModel(new SpadeUNetDenoiser(Tiny.SpadeOptions with { Output = DenoiserOutput.Noise }), Tiny.Size, new DdpmScheduleOptions { Steps = steps });
        DenoiserTests.Wake(model.Denoiser.Module);
        return model;
    }

    private static EchoModel Toy(DdpmScheduleKind kind, double mean, double deviation)
    {
        var options = new DdpmScheduleOptions { Kind = kind };
        return new EchoModel(new GaussianNoiseDenoiser(new DdpmSchedule(options), mean, deviation), Size, options);
    }

    private static float[] Pixels(EchoModel model, SamplerOptions options)
    {
        using var sampler = new Sampler(model, options);
        return sampler.Generate(Tiny.Mask(), 1).Pixels.ToArray();
    }

    /// <summary>Mean and deviation over 32,768 pixels, in [−1, 1]: standard errors .0011 and .0008 at s = .2.</summary>
    private static (double Mean, double Deviation) Moments(EchoModel model, SamplerOptions options)
    {
        using var sampler = new Sampler(model, options with { ClearOutsideSector = false, MicroBatch = 8 });
        var values = sampler.Generate(Enumerable.Range(0, 8).Select(i => new SampleRequest(Tiny.Mask(0, Size), i)).ToArray())
            .SelectMany(r => r.Image.Pixels.ToArray()).Select(p => 2.0 * p - 1).ToArray();
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }
}
