using System.Globalization;
using System.Text.Json;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Interactions;

namespace EchoSynth.Studio.Tests.Browser;

/// <summary>The page in a browser, as its user has it before them.</summary>
internal sealed class StudioPage : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly BrowserSession? _own;

    /// <summary>The page in a browser of its own.</summary>
    public StudioPage(Uri address, int width, int height, double scale, bool dark)
        : this(address, new BrowserSession(width, height, scale, dark), owns: true)
    {
    }

    /// <summary>The page in a browser that stays.</summary>
    public StudioPage(Uri address, BrowserSession browser, bool owns = false)
    {
        _own = owns ? browser : null;
        (Driver, Downloads) = (browser.Driver, browser.Downloads);
        ConsoleErrors();
        Driver.Navigate().GoToUrl(address);
        WaitFor("the first image", () => Images > 0);
    }

    public ChromeDriver Driver { get; }

    public string Downloads { get; }

    /// <summary>Images shown since the page was opened.</summary>
    public int Images => int.Parse(Driver.FindElement(By.Id("image")).GetDomAttribute("data-images") ?? "0", CultureInfo.InvariantCulture);

    public string Moment => Driver.FindElement(By.Id("shown-moment")).Text;

    public bool IsIdle => !Driver.FindElement(By.Id("busy")).Displayed;

    /// <summary>Messages beside the picture; none where the problem is not shown.</summary>
    public IReadOnlyList<string> Problems => [.. Driver.FindElements(By.CssSelector("#problem-list li")).Where(e => e.Displayed).Select(e => e.Text)];

    public IWebElement Id(string id) => Driver.FindElement(By.Id(id));

    public IWebElement Handle(string kind, int index) => Driver.FindElement(By.CssSelector(FormattableString.Invariant($"[data-handle={kind}-{index}]")));

    /// <summary>The pixels that the picture shows, as the browser decoded them.</summary>
    public string Pixels() => (string)Driver.ExecuteAsyncScript(
        """
        const done = arguments[0], image = document.getElementById('image');
        image.decode().then(() => {
          const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight });
          canvas.getContext('2d').drawImage(image, 0, 0);
          done(canvas.toDataURL());
        });
        """)!;

    /// <summary>The path of a contour, as it is drawn.</summary>
    public string Outline(string kind) => Driver.FindElement(By.CssSelector($"#shapes .{kind}")).GetDomAttribute("d")!;

    public StudioPage Drag(IWebElement handle, int x, int y, int pieces = 5)
    {
        var hand = new Actions(Driver, TimeSpan.FromMilliseconds(40)).MoveToElement(handle).ClickAndHold();
        for (var i = 0; i < pieces; i++)
            hand = hand.MoveByOffset(x / pieces, y / pieces);
        hand.Release().Perform();
        return this;
    }

    public StudioPage Keys(IWebElement element, params string[] keys)
    {
        Focus(element);
        foreach (var key in keys)
        {
            // Two together are a modifier held and a key.
            var (held, pressed) = key.Length > 1 ? (key[..1], key[1..]) : (null, key);
            var hand = new Actions(Driver);
            hand = held is null ? hand : hand.KeyDown(held);
            hand = hand.SendKeys(pressed);
            (held is null ? hand : hand.KeyUp(held)).Perform();
        }
        return this;
    }

    public void Focus(IWebElement element) => Driver.ExecuteScript("arguments[0].focus()", element);

    /// <summary>Sets a slider as its keys would.</summary>
    public void Slide(string id, double value) => Driver.ExecuteScript("arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', { bubbles: true }))", Id(id), value);

    /// <summary>Waits for the images that were asked for.</summary>
    public StudioPage Settle()
    {
        WaitFor("the images asked for", () => IsIdle);
        return this;
    }

    public void WaitFor(string what, Func<bool> condition)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < s_patience, $"Waited {s_patience.TotalSeconds} s for {what}; the page says {JsonSerializer.Serialize(Problems)}, the console {string.Join(" | ", ConsoleErrors())}.");
            Thread.Sleep(30);
        }
    }

    /// <summary>What went wrong in the page's own code, or was refused by its policy; answers 400 are the user's.</summary>
    public IReadOnlyList<string> ConsoleErrors() => [.. Driver.Manage().Logs.GetLog(LogType.Browser).Where(l => l.Level == LogLevel.Severe && !l.Message.Contains("status of 400", StringComparison.Ordinal)).Select(l => l.Message)];

    /// <summary>Keeps a picture of the page where ECHOSYNTH_DOCS_IMAGES names a folder.</summary>
    public void Keep(string name)
    {
        var picture = Driver.GetScreenshot();
        Assert.True(picture.AsByteArray.Length > 20_000, "the screenshot shows something");
        if (Environment.GetEnvironmentVariable("ECHOSYNTH_DOCS_IMAGES") is { Length: > 0 } folder)
            picture.SaveAsFile(Path.Combine(folder, name));
    }

    public void Dispose() => _own?.Dispose();
}
