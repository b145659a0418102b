using System.IO.Compression;
using EchoSynth.Imaging;
using EchoSynth.Studio.Tests.Support;
using OpenQA.Selenium;

namespace EchoSynth.Studio.Tests.Browser;

[Collection(SharedServer.Name)]
public sealed class PageTests(SharedServer shared, BrowserSession browser) : IClassFixture<BrowserSession>, IDisposable
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
    public void DraggingAHandleRemakesTheImageAllTheWay()
    {
        var (pixels, cavity, wall, images) = (_page.Pixels(), _page.Outline("cavity"), _page.Outline("wall"), _page.Images);
        _page.Drag(_page.Handle("cavity", 6), 45, 10, 15).Settle();

        Assert.NotEqual(cavity, _page.Outline("cavity"));
        Assert.NotEqual(wall, _page.Outline("wall"));
        Assert.NotEqual(pixels, _page.Pixels());
        Assert.True(_page.Images - images >= 2, $"images came while dragging: {_page.Images - images}");

        _page.Id("undo").Click();
        _page.Settle();
        Assert.Equal((cavity, pixels), (_page.Outline("cavity"), _page.Pixels()));
        _page.Id("redo").Click();
        _page.Settle();
        Assert.NotEqual(pixels, _page.Pixels());
    }

    [Fact]
    public void TheWallIsMovedAloneAndWithTheCavity()
    {
        var (cavity, wall) = (_page.Outline("cavity"), _page.Outline("wall"));
        _page.Drag(_page.Handle("wall", 2), -20, 0).Settle();
        Assert.Equal(cavity, _page.Outline("cavity"));
        Assert.NotEqual(wall, _page.Outline("wall"));

        wall = _page.Outline("wall");
        _page.Id("follow").Click();
        _page.Drag(_page.Handle("cavity", 2), 10, 0).Settle();
        Assert.Equal(wall, _page.Outline("wall"));
        Assert.NotEqual(cavity, _page.Outline("cavity"));
    }

    [Fact]
    public void KeysMoveAHandleBySmallAndLargeSteps()
    {
        var handle = _page.Handle("atrium", 2);
        var (pixels, before) = (_page.Pixels(), handle.GetDomAttribute("aria-valuetext"));
        _page.Keys(handle, Keys.ArrowRight, Keys.ArrowUp).Settle();
        var small = handle.GetDomAttribute("aria-valuetext");
        _page.Keys(handle, Keys.Shift + Keys.ArrowRight).Settle();

        Assert.Equal(("slider", "Atrium, handle 3 of 5"), (handle.GetDomAttribute("role"), handle.GetDomAttribute("aria-label")));
        Assert.Equal("12 mm right, 150 mm deep", before);
        Assert.Equal("13 mm right, 149 mm deep", small);
        Assert.Equal(("18 mm right, 149 mm deep", "18"), (handle.GetDomAttribute("aria-valuetext"), handle.GetDomAttribute("aria-valuenow")));
        Assert.NotEqual(pixels, _page.Pixels());
        Assert.Equal(handle, _page.Driver.SwitchTo().ActiveElement());
    }

    [Fact]
    public void TabReachesHandlesAndControlsAndEachHasAName()
    {
        var (names, ids) = (new List<string>(), new List<string?>());
        // The list of keys is opened by Enter, the last thing but what is in it.
        _page.Keys(_page.Driver.FindElement(By.CssSelector(".keys summary")), Keys.Enter);
        _page.WaitFor("the list of keys", () => _page.Id("letters").Displayed);
        _page.Focus(_page.Driver.FindElement(By.CssSelector(".skip")));
        while (ids.LastOrDefault() != "letters" && ids.Count < 80)
        {
            var active = _page.Driver.SwitchTo().ActiveElement();
            ids.Add(active.GetDomAttribute("id"));
            names.Add(((WebElement)active).ComputedAccessibleLabel);
            Assert.False(string.IsNullOrWhiteSpace(names[^1]), $"after {names.Count} tabs: {active.TagName} {active.GetDomAttribute("id")} has no name");
            new OpenQA.Selenium.Interactions.Actions(_page.Driver).SendKeys(Keys.Tab).Perform();
        }

        Assert.Equal("Skip to the controls", names[0]);
        Assert.Equal(23, names.Count(n => n.Contains("handle ", StringComparison.Ordinal)));
        Assert.Contains("Play", names);
        Assert.Contains("Keyboard", names);
        Assert.Equal(["undo", "redo", "save-png", "save-set", "letters"], ids.Where(id => id is "undo" or "redo" or "save-png" or "save-set" or "letters"));
        Assert.Contains(names, n => n.StartsWith("Ejection fraction", StringComparison.Ordinal));
        Assert.Contains(names, n => n.StartsWith("standard", StringComparison.Ordinal));
    }

    [Fact]
    public void EjectionFractionMovesTheSystolicContour()
    {
        _page.Id("es").Click();
        _page.Settle();
        var (cavity, pixels) = (_page.Outline("cavity"), _page.Pixels());
        Assert.Equal("end-systole", _page.Moment);
        Assert.True(_page.Id("edit-hint").Displayed);
        Assert.False(_page.Handle("cavity", 2).Displayed);

        _page.Slide("ef", 25);
        _page.Settle();
        _page.WaitFor("the contour", () => _page.Outline("cavity") != cavity);
        Assert.NotEqual(pixels, _page.Pixels());
        Assert.Equal("25 %", _page.Id("m-ef").Text);

        _page.Id("to-diastole").Click();
        _page.Settle();
        Assert.Equal("end-diastole", _page.Moment);
        Assert.True(_page.Handle("cavity", 2).Displayed);
    }

    [Fact]
    public void TheLoopPlaysAndPauses()
    {
        _page.Id("play").Click();
        var moments = new HashSet<string>();
        _page.WaitFor("all moments of the cycle", () =>
        {
            moments.Add(_page.Moment);
            return moments.Count == 4;
        });
        Assert.Equal("true", _page.Id("play").GetDomAttribute("aria-pressed"));

        _page.Keys(_page.Id("play"), "p");
        Assert.Equal("false", _page.Id("play").GetDomAttribute("aria-pressed"));
        var (moment, pixels) = (_page.Id("scrubber").GetDomProperty("value"), _page.Pixels());
        Thread.Sleep(400);
        Assert.Equal((moment, pixels), (_page.Id("scrubber").GetDomProperty("value"), _page.Pixels()));

        _page.Keys(_page.Id("scrubber"), Keys.Home).Settle();
        Assert.Equal("end-diastole", _page.Moment);
    }

    [Fact]
    public void ABadShapeIsToldAndTheWorkIsKept()
    {
        var pixels = _page.Pixels();
        _page.Id("follow").Click();
        _page.Drag(_page.Handle("cavity", 6), 120, 0).Settle();
        var cavity = _page.Outline("cavity");

        Assert.Contains(_page.Problems, p => p.StartsWith("The cavity reaches through the wall near x = ", StringComparison.Ordinal));
        Assert.Equal("alert", _page.Id("problem").GetDomAttribute("role"));
        Assert.Equal(cavity, _page.Outline("cavity"));

        _page.Keys(_page.Handle("cavity", 6), Keys.Control + "z").Settle();
        _page.WaitFor("the message to go", () => _page.Problems.Count == 0);
        Assert.Equal(pixels, _page.Pixels());
    }

    [Fact]
    public void ScannerSeedAndStrengthShow()
    {
        var pictures = new List<string> { _page.Pixels() };
        _page.Driver.FindElement(By.CssSelector("input[value=portable]")).Click();
        Next();
        _page.Id("next-seed").Click();
        Next();
        _page.Driver.FindElement(By.CssSelector("input[value=simulation]")).Click();
        Next();
        Assert.Equal("2 of 4", _page.Id("steps-text").Text);
        _page.Slide("strength", 0.25);
        Next();

        Assert.Equal("1 of 4", _page.Id("steps-text").Text);
        Assert.Contains("portable", _page.Id("shown-scanner").Text, StringComparison.Ordinal);

        void Next()
        {
            _page.Settle();
            Assert.DoesNotContain(_page.Pixels(), pictures);
            pictures.Add(_page.Pixels());
        }
    }

    [Fact]
    public void ExportsAreDownloaded()
    {
        _page.Id("save-png").Click();
        var png = Download("*.png");
        Assert.Equal("echosynth-heart1-seed1-end-diastole.png", Path.GetFileName(png));
        Assert.Equal(64, PngCodec.Read(png).Width);

        _page.Driver.ExecuteScript("arguments[0].value = 'camus-nifti'; arguments[1].value = 1", _page.Id("layout"), _page.Id("variations"));
        _page.Id("save-set").Click();
        using var zip = ZipFile.OpenRead(Download("*.zip"));
        Assert.Contains(zip.Entries, e => e.Name == "patient0001_4CH_ES.nii.gz");

        _page.WaitFor("the end of the export", () => _page.Id("export-note").Text.StartsWith("Saved", StringComparison.Ordinal));

        string Download(string pattern)
        {
            _page.WaitFor(pattern, () => Directory.GetFiles(_page.Downloads, pattern).Length > 0);
            return Directory.GetFiles(_page.Downloads, pattern)[0];
        }
    }
}
