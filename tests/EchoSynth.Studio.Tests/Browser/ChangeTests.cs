using EchoSynth.Imaging;
using EchoSynth.Studio.Tests.Support;
using OpenQA.Selenium;

namespace EchoSynth.Studio.Tests.Browser;

/// <summary>Changes that come quickly, or before something they need is there.</summary>
[Collection(SharedServer.Name)]
public sealed class ChangeTests(SharedServer shared, BrowserSession browser) : IClassFixture<BrowserSession>, IDisposable
{
    private readonly StudioPage _page = new(shared.Server.Address, browser);

    public void Dispose()
    {
        try
        {
            Assert.Empty(_page.ConsoleErrors());
        }
        finally
        {
            _page.Dispose();
        }
    }

    [Fact]
    public void ALateAnswerDoesNotReplaceAFrameOfTheLoop()
    {
        _page.Slide("ef", 70);
        _page.Settle();
        _page.Id("play").Click();
        _page.WaitFor("the loop", () => _page.Moment != "end-diastole");
        _page.Id("play").Click();
        _page.Id("es").Click();
        _page.Settle();
        var (pixels, cavity, fraction) = (_page.Pixels(), _page.Outline("cavity"), _page.Id("m-ef").Text);
        Assert.Equal("70 %", fraction);

        // Each answer takes its time, so that one to 20 % would come after the frame of 70 % is shown.
        _page.Driver.ExecuteScript(
            """
            window.answers = 0;
            const real = window.fetch;
            window.fetch = (path, options) => path !== 'api/image' ? real(path, options)
              : real(path, options).then((answer) => new Promise((resolve) => setTimeout(() => { window.answers++; resolve(answer); }, 300)), (error) => { window.answers++; throw error; });
            for (const value of [20, 70]) { arguments[0].value = value; arguments[0].dispatchEvent(new Event('input', { bubbles: true })); }
            """,
            _page.Id("ef"));
        _page.WaitFor("the answer", () => (long)_page.Driver.ExecuteScript("return window.answers")! > 0);
        _page.Settle();
        Assert.Equal((pixels, cavity, fraction), (_page.Pixels(), _page.Outline("cavity"), _page.Id("m-ef").Text));

        _page.Slide("ef", 20);
        _page.WaitFor("another picture", () => _page.Id("m-ef").Text == "20 %");
        Assert.NotEqual(pixels, _page.Pixels());
    }

    [Fact]
    public void WithoutAPictureContoursMoveAndOneIsAskedFor()
    {
        var (pixels, cavity) = (_page.Pixels(), _page.Outline("cavity"));
        _page.Driver.FindElement(By.CssSelector("input[name=source][value=picture]")).Click();
        Assert.StartsWith("Choose a picture to start from", Assert.Single(_page.Problems), StringComparison.Ordinal);
        _page.Drag(_page.Handle("cavity", 6), 20, 0);
        Assert.NotEqual(cavity, _page.Outline("cavity"));
        _page.Id("play").Click();
        Assert.Equal("false", _page.Id("play").GetDomAttribute("aria-pressed"));
        Assert.Equal(pixels, _page.Pixels());

        var file = Path.Combine(_page.Downloads, "mine.png");
        File.WriteAllBytes(file, PngCodec.Encode(EchoImage.FromBytes(40, 40, [.. Enumerable.Range(0, 1600).Select(i => (byte)i)])));
        _page.Id("file").SendKeys(file);
        _page.WaitFor("the picture to be used", () => _page.Problems.Count == 0);
        Assert.NotEqual(pixels, _page.Pixels());
    }

    [Fact]
    public void TwoQuickClicksAreTwoHeartsFurther()
    {
        _page.Driver.ExecuteScript("arguments[0].click(); arguments[0].click()", _page.Id("next-heart"));
        _page.Settle();
        Assert.Equal("3", _page.Id("heart").GetDomProperty("value"));
        _page.Id("save-png").Click();
        _page.WaitFor("the third heart's picture", () => File.Exists(Path.Combine(_page.Downloads, "echosynth-heart3-seed1-end-diastole.png")));
    }

    [Fact]
    public void NumbersEndWhereJavaScriptKeepsThemExactly()
    {
        foreach (var (field, button) in new[] { ("seed", "next-seed"), ("heart", "next-heart") })
        {
            _page.Driver.ExecuteScript("arguments[0].value = '9007199254740991'; arguments[0].dispatchEvent(new Event('change'))", _page.Id(field));
            _page.Settle();
            _page.Id(button).Click();
            _page.Settle();
            Assert.Equal("9007199254740991", _page.Id(field).GetDomProperty("value"));
        }
        Assert.Empty(_page.Problems);
    }
}
