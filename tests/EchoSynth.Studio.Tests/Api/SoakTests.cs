using EchoSynth.Soak;
using EchoSynth.Studio.Tests.Support;

namespace EchoSynth.Studio.Tests.Api;

/// <summary>The soak of benchmarks/EchoSynth.Soak: the Studio as a process, eight clients, bad requests mixed in. Some seconds; five minutes with ECHOSYNTH_LONG_TESTS=1.</summary>
[Collection(SharedServer.Name)]
public sealed class SoakTests
{
    [Fact]
    public async Task NoGoodRequestFailsAndNothingGrows()
    {
        var isLong = Environment.GetEnvironmentVariable("ECHOSYNTH_LONG_TESTS") == "1";
        var result = await SoakRun.Go(
            new SoakOptions
            {
                Model = TinyModel.Folder,
                Duration = isLong ? TimeSpan.FromMinutes(5) : TimeSpan.FromSeconds(6),
                Fewest = 40,
                // Seconds after the start memory is still that of code being compiled.
                GrowthShare = isLong ? 0.05 : 1,
            },
            _ => { },
            CancellationToken.None);

        Assert.True(result.Failures.Count == 0, string.Join("\n", result.Failures) + "\n" + result.Table());
        Assert.True(result.Tally.GoodCount >= 40 && result.Tally.BadCount >= 10 && result.Images > 20, result.Table());
    }
}
