using EchoSynth.Imaging;
using EchoSynth.Studio.Tests.Support;
using OpenQA.Selenium;

namespace EchoSynth.Studio.Tests.Browser;

/// <summary>Changes that come quickly, or before something they need is there.</summary>
[Collection(SharedServer.Name)]
public sealed class ChangeTests(SharedServer shared, BrowserSession browser) : BrowserTests(shared, browser)
{
    [Fact]
    public void ALateAnswerDoesNotReplaceAFrameOfTheLoop()
    {
        Page.Slide("ef", 70);
        Page.Settle();
        Page.Id("play").Click();
        Page.WaitFor("the loop", () => Page.Moment != "end-diastole");
        Page.Id("play").Click();
        Page.Id("es").Click();
        Page.Settle();
        var (pixels, cavity, fraction) = (Page.Pixels(), Page.Outline("cavity"), Page.Id("m-ef").Text);
        Assert.Equal("70 %", fraction);

        // Each answer takes its time, so that one to 20 % would come after the frame of 70 % is shown.
        Page.Driver.ExecuteScript(
            """
            window.answers = 0;
            const real = window.fetch;
            window.fetch = (path, options) => path !== 'api/image' ? real(path, options)
              : real(path, options).then((answer) => new Promise((resolve) => setTimeout(() => { window.answers++; resolve(answer); }, 300)), (error) => { window.answers++; throw error; });
            for (const value of [20, 70]) { arguments[0].value = value; arguments[0].dispatchEvent(new Event('input', { bubbles: true })); }
            """,
            Page.Id("ef"));
        Page.WaitFor("the answer", () => (long)Page.Driver.ExecuteScript("return window.answers")! > 0);
        Page.Settle();
        Assert.Equal((pixels, cavity, fraction), (Page.Pixels(), Page.Outline("cavity"), Page.Id("m-ef").Text));

        Page.Slide("ef", 20);
        Page.WaitFor("another picture", () => Page.Id("m-ef").Text == "20 %");
        Assert.NotEqual(pixels, Page.Pixels());
    }

    [Fact]
    public void WithoutAPictureContoursMoveAndOneIsAskedFor()
    {
        var (pixels, cavity) = (Page.Pixels(), Page.Outline("cavity"));
        Page.Driver.FindElement(By.CssSelector("input[name=source][value=picture]")).Click();
        Assert.StartsWith("Choose a picture to start from", Assert.Single(Page.Problems), StringComparison.Ordinal);
        Page.Drag(Page.Handle("cavity", 6), 20, 0);
        Assert.NotEqual(cavity, Page.Outline("cavity"));
        Page.Id("play").Click();
        Assert.Equal("false", Page.Id("play").GetDomAttribute("aria-pressed"));
        Assert.Equal(pixels, Page.Pixels());

        var file = Path.Combine(Page.Downloads, "mine.png");
        File.WriteAllBytes(file, PngCodec.Encode(EchoImage.FromBytes(40, 40, [.. Enumerable.Range(0, 1600).Select(i => (byte)i)])));
        Page.Id("file").SendKeys(file);
        Page.WaitFor("the picture to be used", () => Page.Problems.Count == 0);
        Assert.NotEqual(pixels, Page.Pixels());
    }

    [Fact]
    public void TwoQuickClicksAreTwoHeartsFurther()
    {
        Page.Driver.ExecuteScript("arguments[0].click(); arguments[0].click()", Page.Id("next-heart"));
        Page.Settle();
        Assert.Equal("3", Page.Id("heart").GetDomProperty("value"));
        Page.Id("save-png").Click();
        Page.WaitFor("the third heart's picture", () => File.Exists(Path.Combine(Page.Downloads, "echosynth-heart3-seed1-end-diastole.png")));
    }

    [Fact]
    public void NumbersEndWhereJavaScriptKeepsThemExactly()
    {
        foreach (var (field, button) in new[] { ("seed", "next-seed"), ("heart", "next-heart") })
        {
            Page.Driver.ExecuteScript("arguments[0].value = '9007199254740991'; arguments[0].dispatchEvent(new Event('change'))", Page.Id(field));
            Page.Settle();
            Page.Id(button).Click();
            Page.Settle();
            Assert.Equal("9007199254740991", Page.Id(field).GetDomProperty("value"));
        }
        Assert.Empty(Page.Problems);
    }
}
