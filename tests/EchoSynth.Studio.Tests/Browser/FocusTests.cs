using EchoSynth.Studio.Tests.Support;
using OpenQA.Selenium;

namespace EchoSynth.Studio.Tests.Browser;

/// <summary>Where the focus is after something it was on went away, and commands of one letter.</summary>
[Collection(SharedServer.Name)]
public sealed class FocusTests(SharedServer shared, BrowserSession browser) : BrowserTests(shared, browser)
{
    private string? Focused => Page.Driver.SwitchTo().ActiveElement().GetDomAttribute("id") ?? Page.Driver.SwitchTo().ActiveElement().GetDomAttribute("data-handle");

    [Fact]
    public void TheLastUndoKeepsTheFocus()
    {
        var cavity = Page.Outline("cavity");
        Page.Keys(Page.Handle("cavity", 6), Keys.ArrowRight).Settle();
        Page.Keys(Page.Id("undo"), Keys.Enter).Settle();

        Assert.Equal(("undo", "true"), (Focused, Page.Id("undo").GetDomAttribute("aria-disabled")));
        Assert.Equal(cavity, Page.Outline("cavity"));
        Page.Keys(Page.Id("undo"), Keys.Enter).Settle();
        Assert.Equal(cavity, Page.Outline("cavity"));
    }

    [Fact]
    public void AnExportKeepsTheFocusAndIsMadeOnce()
    {
        Page.Driver.ExecuteScript(
            """
            window.exports = 0;
            const real = window.fetch;
            window.fetch = (path, options) => { if (path === 'api/export') window.exports++; return real(path, options); };
            arguments[0].value = 1;
            """,
            Page.Id("variations"));
        Page.Focus(Page.Id("save-set"));
        Page.Driver.ExecuteScript("arguments[0].click(); arguments[0].click()", Page.Id("save-set"));
        Assert.Equal("save-set", Focused);
        Page.WaitFor("the end of the export", () => Page.Id("export-note").Text.StartsWith("Saved", StringComparison.Ordinal));

        Assert.Equal(("save-set", "false", 1L), (Focused, Page.Id("save-set").GetDomAttribute("aria-disabled"), Page.Driver.ExecuteScript("return window.exports")));
    }

    [Fact]
    public void TheFocusFollowsHandlesThatHideAndReturn()
    {
        Page.Keys(Page.Handle("wall", 3), "s");
        Page.WaitFor("the handles to hide", () => !Page.Handle("wall", 3).Displayed);
        Assert.Equal("to-diastole", Focused);

        Page.Keys(Page.Id("to-diastole"), Keys.Enter).Settle();
        Assert.Equal("wall-3", Focused);
        Page.Keys(Page.Handle("wall", 3), "p");
        Page.WaitFor("the loop", () => Page.Moment != "end-diastole");
        Assert.Equal("play", Focused);
    }

    [Fact]
    public void CommandsOfOneLetterCanBeSwitchedOff()
    {
        Page.Driver.ExecuteScript("document.querySelector('.keys').open = true");
        Page.Id("letters").Click();
        Page.Keys(Page.Id("ed"), "n", "s", "p");
        Assert.Equal(("1", "end-diastole", "false"), (Page.Id("seed").GetDomProperty("value"), Page.Moment, Page.Id("play").GetDomAttribute("aria-pressed")));

        // The browser keeps it for the next time.
        Page.Driver.Navigate().Refresh();
        Page.WaitFor("the page", () => Page.Images > 0);
        Assert.False(Page.Id("letters").Selected);
        Page.Driver.ExecuteScript("document.querySelector('.keys').open = true");
        Page.Id("letters").Click();
        Page.Keys(Page.Id("ed"), "n").Settle();
        Assert.Equal("2", Page.Id("seed").GetDomProperty("value"));
    }
}
