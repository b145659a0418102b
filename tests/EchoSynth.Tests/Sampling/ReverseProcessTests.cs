using EchoSynth.Checkpoints;
using EchoSynth.Diffusion;
using EchoSynth.Sampling;
using EchoSynth.Tests.Support;

namespace EchoSynth.Tests.Sampling;

/// <summary>What the sampler asks of a denoiser, and what it makes of the answers (algorithm §4).</summary>
public sealed class ReverseProcessTests
{
    [Fact]
    public void EachStepIsADrawOfThePosteriorWithAFreshLatent()
    {
        using var denoiser = new ScalarDenoiser { Keep = true };
        using var model = new EchoModel(denoiser, 64);
        using var sampler = new Sampler(model, new SamplerOptions { ClearOutsideSector = false });
        var image = sampler.Generate(Tiny.Mask(0, 64), 5);
        var s = new VariancePreservingSchedule();
        var asked = denoiser.Asked;

        Assert.Equal([3L, 2, 1, 0], asked.Select(a => a.Step.Single()));
        Assert.Equal(4, asked.Select(a => a.Latent.Single()).Distinct().Count());
        Normal(asked[0].Noisy); // x_T
        var noises = new List<float[]> { asked[0].Noisy };
        for (var i = 0; i < 3; i++)
        {
            var t = 3 - i;
            double c1 = s.PosteriorCleanWeight[t], c2 = s.PosteriorNoisyWeight[t], deviation = Math.Sqrt(s.PosteriorVariance[t]);
            var η = asked[i + 1].Noisy.Select((x, k) => (float)((x - c1 * asked[i].Result[k] - c2 * asked[i].Noisy[k]) / deviation)).ToArray();
            Normal(η);
            Assert.All(noises, other => Assert.InRange(η.Zip(other).Average(p => p.First * p.Second), -0.06, 0.06));
            noises.Add(η);
        }
        var clean = asked[3].Result; // at t = 0 the draw is the prediction
        for (var k = 0; k < clean.Length; k++)
            Assert.Equal((clean[k] + 1) / 2, image.Pixels[k], 1e-5);
    }

    private static void Normal(float[] values)
    {
        Assert.InRange(values.Average(), -0.06, 0.06);
        Assert.InRange(values.Average(v => v * v), 0.92, 1.08);
        Assert.InRange(values.Average(v => (double)v * v * v * v), 2.6, 3.4);
    }
}
