using System.IO.Compression;
using EchoSynth.Imaging;
using EchoSynth.Studio.Tests.Support;
using OpenQA.Selenium;

namespace EchoSynth.Studio.Tests.Browser;

[Collection(SharedServer.Name)]
public sealed class PageTests(SharedServer shared, BrowserSession browser) : BrowserTests(shared, browser)
{
    [Fact]
    public void DraggingAHandleRemakesTheImageAllTheWay()
    {
        var (pixels, cavity, wall, images) = (Page.Pixels(), Page.Outline("cavity"), Page.Outline("wall"), Page.Images);
        Page.Drag(Page.Handle("cavity", 6), 45, 10, 15).Settle();

        Assert.NotEqual(cavity, Page.Outline("cavity"));
        Assert.NotEqual(wall, Page.Outline("wall"));
        Assert.NotEqual(pixels, Page.Pixels());
        Assert.True(Page.Images - images >= 2, $"images came while dragging: {Page.Images - images}");

        Page.Id("undo").Click();
        Page.Settle();
        Assert.Equal((cavity, pixels), (Page.Outline("cavity"), Page.Pixels()));
        Page.Id("redo").Click();
        Page.Settle();
        Assert.NotEqual(pixels, Page.Pixels());
    }

    [Fact]
    public void TheWallIsMovedAloneAndWithTheCavity()
    {
        var (cavity, wall) = (Page.Outline("cavity"), Page.Outline("wall"));
        Page.Drag(Page.Handle("wall", 2), -20, 0).Settle();
        Assert.Equal(cavity, Page.Outline("cavity"));
        Assert.NotEqual(wall, Page.Outline("wall"));

        wall = Page.Outline("wall");
        Page.Id("follow").Click();
        Page.Drag(Page.Handle("cavity", 2), 10, 0).Settle();
        Assert.Equal(wall, Page.Outline("wall"));
        Assert.NotEqual(cavity, Page.Outline("cavity"));
    }

    [Fact]
    public void KeysMoveAHandleBySmallAndLargeSteps()
    {
        var handle = Page.Handle("atrium", 2);
        var (pixels, before) = (Page.Pixels(), handle.GetDomAttribute("aria-valuetext"));
        Page.Keys(handle, Keys.ArrowRight, Keys.ArrowUp).Settle();
        var small = handle.GetDomAttribute("aria-valuetext");
        Page.Keys(handle, Keys.Shift + Keys.ArrowRight).Settle();

        Assert.Equal(("slider", "Atrium, handle 3 of 5"), (handle.GetDomAttribute("role"), handle.GetDomAttribute("aria-label")));
        Assert.Equal("12 mm right, 150 mm deep", before);
        Assert.Equal("13 mm right, 149 mm deep", small);
        Assert.Equal(("18 mm right, 149 mm deep", "18"), (handle.GetDomAttribute("aria-valuetext"), handle.GetDomAttribute("aria-valuenow")));
        Assert.NotEqual(pixels, Page.Pixels());
        Assert.Equal(handle, Page.Driver.SwitchTo().ActiveElement());
    }

    [Fact]
    public void TabReachesHandlesAndControlsAndEachHasAName()
    {
        var (names, ids) = (new List<string>(), new List<string?>());
        // The list of keys is opened by Enter, the last thing but what is in it.
        Page.Keys(Page.Driver.FindElement(By.CssSelector(".keys summary")), Keys.Enter);
        Page.WaitFor("the list of keys", () => Page.Id("letters").Displayed);
        Page.Focus(Page.Driver.FindElement(By.CssSelector(".skip")));
        while (ids.LastOrDefault() != "letters" && ids.Count < 80)
        {
            var active = Page.Driver.SwitchTo().ActiveElement();
            ids.Add(active.GetDomAttribute("id"));
            names.Add(((WebElement)active).ComputedAccessibleLabel);
            Assert.False(string.IsNullOrWhiteSpace(names[^1]), $"after {names.Count} tabs: {active.TagName} {active.GetDomAttribute("id")} has no name");
            new OpenQA.Selenium.Interactions.Actions(Page.Driver).SendKeys(Keys.Tab).Perform();
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
        Page.Id("es").Click();
        Page.Settle();
        var (cavity, pixels) = (Page.Outline("cavity"), Page.Pixels());
        Assert.Equal("end-systole", Page.Moment);
        Assert.True(Page.Id("edit-hint").Displayed);
        Assert.False(Page.Handle("cavity", 2).Displayed);

        Page.Slide("ef", 25);
        Page.Settle();
        Page.WaitFor("the contour", () => Page.Outline("cavity") != cavity);
        Assert.NotEqual(pixels, Page.Pixels());
        Assert.Equal("25 %", Page.Id("m-ef").Text);

        Page.Id("to-diastole").Click();
        Page.Settle();
        Assert.Equal("end-diastole", Page.Moment);
        Assert.True(Page.Handle("cavity", 2).Displayed);
    }

    [Fact]
    public void TheLoopPlaysAndPauses()
    {
        Page.Id("play").Click();
        var moments = new HashSet<string>();
        Page.WaitFor("all moments of the cycle", () =>
        {
            moments.Add(Page.Moment);
            return moments.Count == 4;
        });
        Assert.Equal("true", Page.Id("play").GetDomAttribute("aria-pressed"));

        Page.Keys(Page.Id("play"), "p");
        Assert.Equal("false", Page.Id("play").GetDomAttribute("aria-pressed"));
        var (moment, pixels) = (Page.Id("scrubber").GetDomProperty("value"), Page.Pixels());
        Thread.Sleep(400);
        Assert.Equal((moment, pixels), (Page.Id("scrubber").GetDomProperty("value"), Page.Pixels()));

        Page.Keys(Page.Id("scrubber"), Keys.Home).Settle();
        Assert.Equal("end-diastole", Page.Moment);
    }

    [Fact]
    public void ABadShapeIsToldAndTheWorkIsKept()
    {
        var pixels = Page.Pixels();
        Page.Id("follow").Click();
        Page.Drag(Page.Handle("cavity", 6), 120, 0).Settle();
        var cavity = Page.Outline("cavity");

        Assert.Contains(Page.Problems, p => p.StartsWith("The cavity reaches through the wall near x = ", StringComparison.Ordinal));
        Assert.Equal("alert", Page.Id("problem").GetDomAttribute("role"));
        Assert.Equal(cavity, Page.Outline("cavity"));

        Page.Keys(Page.Handle("cavity", 6), Keys.Control + "z").Settle();
        Page.WaitFor("the message to go", () => Page.Problems.Count == 0);
        Assert.Equal(pixels, Page.Pixels());
    }

    [Fact]
    public void ScannerSeedAndStrengthShow()
    {
        var pictures = new List<string> { Page.Pixels() };
        Page.Driver.FindElement(By.CssSelector("input[value=portable]")).Click();
        Next();
        Page.Id("next-seed").Click();
        Next();
        Page.Driver.FindElement(By.CssSelector("input[value=simulation]")).Click();
        Next();
        Assert.Equal("2 of 4", Page.Id("steps-text").Text);
        Page.Slide("strength", 0.25);
        Next();

        Assert.Equal("1 of 4", Page.Id("steps-text").Text);
        Assert.Contains("portable", Page.Id("shown-scanner").Text, StringComparison.Ordinal);

        void Next()
        {
            Page.Settle();
            Assert.DoesNotContain(Page.Pixels(), pictures);
            pictures.Add(Page.Pixels());
        }
    }

    [Fact]
    public void ExportsAreDownloaded()
    {
        Page.Id("save-png").Click();
        var png = Download("*.png");
        Assert.Equal("echosynth-heart1-seed1-end-diastole.png", Path.GetFileName(png));
        Assert.Equal(64, PngCodec.Read(png).Width);

        Page.Driver.ExecuteScript("arguments[0].value = 'camus-nifti'; arguments[1].value = 1", Page.Id("layout"), Page.Id("variations"));
        Page.Id("save-set").Click();
        using var zip = ZipFile.OpenRead(Download("*.zip"));
        Assert.Contains(zip.Entries, e => e.Name == "patient0001_4CH_ES.nii.gz");

        Page.WaitFor("the end of the export", () => Page.Id("export-note").Text.StartsWith("Saved", StringComparison.Ordinal));

        string Download(string pattern)
        {
            Page.WaitFor(pattern, () => Directory.GetFiles(Page.Downloads, pattern).Length > 0);
            return Directory.GetFiles(Page.Downloads, pattern)[0];
        }
    }
}
