using EchoSynth.Studio.Tests.Support;

namespace EchoSynth.Studio.Tests.Browser;

/// <summary>The page in light, in dark, enlarged and narrow: everything is within the window's width, and pictures of it for the documentation.</summary>
[Collection(SharedServer.Name)]
public sealed class LookTests(SharedServer shared)
{
    [Theory]
    [InlineData(1440, 1000, 1.0, true, "studio-dark.png")]
    [InlineData(1440, 1000, 1.0, false, "studio-light.png")]
    // A window of 1440 × 1400 at 200 %.
    [InlineData(720, 700, 2.0, false, "studio-200.png")]
    [InlineData(400, 800, 1.0, false, "studio-narrow.png")]
    public async Task FitsItsWindow(int width, int height, double scale, bool dark, string picture)
    {
        // For the documentation a model worth looking at.
        var named = Environment.GetEnvironmentVariable("ECHOSYNTH_STUDIO_MODEL");
        await using var own = named is { Length: > 0 } ? await StudioServer.Start(named) : null;
        using var page = new StudioPage((own ?? shared.Server).Address, width, height, scale, dark);
        if (dark)
        {
            page.Drag(page.Handle("cavity", 7), 25, 0).Settle();
            page.Id("es").Click();
            page.Settle();
            page.Id("ed").Click();
            page.Settle();
        }
        page.Keep(picture);

        Assert.Equal(0L, page.Driver.ExecuteScript("return document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Equal(dark, page.Driver.ExecuteScript("return matchMedia('(prefers-color-scheme: dark)').matches"));
        Assert.Empty(page.ConsoleErrors());
    }
}
