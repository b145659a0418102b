using OpenQA.Selenium.Chrome;

namespace EchoSynth.Studio.Tests.Browser;

/// <summary>A browser with a folder for what it downloads.</summary>
public sealed class BrowserSession : IDisposable
{
    public BrowserSession()
        : this(1440, 900, 1, false)
    {
    }

    internal BrowserSession(int width, int height, double scale, bool dark)
    {
        Downloads = Directory.CreateTempSubdirectory("studio-downloads-").FullName;
        Driver = Chromium.Start(width, height, Downloads, scale, dark);
    }

    public ChromeDriver Driver { get; }

    public string Downloads { get; }

    public void Dispose()
    {
        Driver.Quit();
        Driver.Dispose();
        Directory.Delete(Downloads, recursive: true);
    }
}
