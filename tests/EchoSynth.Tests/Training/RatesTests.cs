using EchoSynth.Training;

namespace EchoSynth.Tests.Training;

public class RatesTests
{
    private static readonly TrainerOptions Options = new() { Images = 400, BatchSize = 4, FinalRate = 1e-5 };

    [Theory]
    [InlineData(RateDecay.Cosine, 0.505e-3)]
    [InlineData(RateDecay.Linear, 0.505e-3)]
    [InlineData(RateDecay.Constant, 1e-3)]
    public void HalfWay(RateDecay decay, double expected) =>
        Assert.Equal(expected, Rates.At(Options with { RateDecay = decay }, 1e-3, 50), 1e-12);

    [Theory]
    [InlineData(RateDecay.Cosine, 0.85501786e-3, 1e-5)]
    [InlineData(RateDecay.Linear, 0.7525e-3, 1e-5)]
    [InlineData(RateDecay.Constant, 1e-3, 1e-3)]
    public void AQuarterAndTheEnd(RateDecay decay, double quarter, double end)
    {
        var options = Options with { RateDecay = decay };
        Assert.Equal(1e-3, Rates.At(options, 1e-3, 0), 1e-12);
        Assert.Equal(quarter, Rates.At(options, 1e-3, 25), 1e-10);
        Assert.Equal(end, Rates.At(options, 1e-3, 100), 1e-12);
    }

    [Fact]
    public void WarmUpRisesFromTheFirstStep()
    {
        var options = Options with { RateDecay = RateDecay.Constant, RateWarmupSteps = 4 };
        Assert.Equal([0.25e-3, 0.5e-3, 0.75e-3, 1e-3, 1e-3], Enumerable.Range(0, 5).Select(step => Rates.At(options, 1e-3, step)));
    }
}
