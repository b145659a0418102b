using EchoSynth.Studio.Tests.Support;
using OpenQA.Selenium;

namespace EchoSynth.Studio.Tests.Browser;

/// <summary>Where the focus is after something it was on went away, and commands of one letter.</summary>
[Collection(SharedServer.Name)]
public sealed class FocusTests(SharedServer shared, BrowserSession browser) : IClassFixture<BrowserSession>, IDisposable
{
    private readonly StudioPage _page = new(shared.Server.Address, browser);

    private string? Focused => _page.Driver.SwitchTo().ActiveElement().GetDomAttribute("id") ?? _page.Driver.SwitchTo().ActiveElement().GetDomAttribute("data-handle");

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
    public void TheLastUndoKeepsTheFocus()
    {
        var cavity = _page.Outline("cavity");
        _page.Keys(_page.Handle("cavity", 6), Keys.ArrowRight).Settle();
        _page.Keys(_page.Id("undo"), Keys.Enter).Settle();

        Assert.Equal(("undo", "true"), (Focused, _page.Id("undo").GetDomAttribute("aria-disabled")));
        Assert.Equal(cavity, _page.Outline("cavity"));
        _page.Keys(_page.Id("undo"), Keys.Enter).Settle();
        Assert.Equal(cavity, _page.Outline("cavity"));
    }

    [Fact]
    public void AnExportKeepsTheFocusAndIsMadeOnce()
    {
        _page.Driver.ExecuteScript(
            """
            window.exports = 0;
            const real = window.fetch;
            window.fetch = (path, options) => { if (path === 'api/export') window.exports++; return real(path, options); };
            arguments[0].value = 1;
            """,
            _page.Id("variations"));
        _page.Focus(_page.Id("save-set"));
        _page.Driver.ExecuteScript("arguments[0].click(); arguments[0].click()", _page.Id("save-set"));
        Assert.Equal("save-set", Focused);
        _page.WaitFor("the end of the export", () => _page.Id("export-note").Text.StartsWith("Saved", StringComparison.Ordinal));

        Assert.Equal(("save-set", "false", 1L), (Focused, _page.Id("save-set").GetDomAttribute("aria-disabled"), _page.Driver.ExecuteScript("return window.exports")));
    }

    [Fact]
    public void TheFocusFollowsHandlesThatHideAndReturn()
    {
        _page.Keys(_page.Handle("wall", 3), "s");
        _page.WaitFor("the handles to hide", () => !_page.Handle("wall", 3).Displayed);
        Assert.Equal("to-diastole", Focused);

        _page.Keys(_page.Id("to-diastole"), Keys.Enter).Settle();
        Assert.Equal("wall-3", Focused);
        _page.Keys(_page.Handle("wall", 3), "p");
        _page.WaitFor("the loop", () => _page.Moment != "end-diastole");
        Assert.Equal("play", Focused);
    }

    [Fact]
    public void CommandsOfOneLetterCanBeSwitchedOff()
    {
        _page.Driver.ExecuteScript("document.querySelector('.keys').open = true");
        _page.Id("letters").Click();
        _page.Keys(_page.Id("ed"), "n", "s", "p");
        Assert.Equal(("1", "end-diastole", "false"), (_page.Id("seed").GetDomProperty("value"), _page.Moment, _page.Id("play").GetDomAttribute("aria-pressed")));

        // The browser keeps it for the next time.
        _page.Driver.Navigate().Refresh();
        _page.WaitFor("the page", () => _page.Images > 0);
        Assert.False(_page.Id("letters").Selected);
        _page.Driver.ExecuteScript("document.querySelector('.keys').open = true");
        _page.Id("letters").Click();
        _page.Keys(_page.Id("ed"), "n").Settle();
        Assert.Equal("2", _page.Id("seed").GetDomProperty("value"));
    }
}
