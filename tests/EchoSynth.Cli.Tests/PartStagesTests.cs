using EchoSynth.Cli.Evaluation;
using EchoSynth.Evaluation;

namespace EchoSynth.Cli.Tests;

public sealed class PartStagesTests
{
    [Theory]
    [InlineData("images", 8, 0.000_000_1, "")]
    [InlineData("images", 8, 0.9, "")]
    [InlineData("images", 8, 2, "4.0/s, 3.0 s left")]
    [InlineData("images", 20, 2, "")]
    [InlineData("images", 0, 2, "")]
    [InlineData("percent", 5, 2, "6.0 s left")]
    public void A_rate_is_told_once_there_is_something_to_go_by(string unit, int done, double seconds, string told) =>
        Assert.Equal(told, PartStages.RateAndRest(new EvaluationProgress("part", unit, done, 20, TimeSpan.FromSeconds(seconds))));
}
