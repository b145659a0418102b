using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace EchoSynth.Studio.Tests.Browser;

/// <summary>A headless Chromium, driven by the chromedriver of the same package source.</summary>
internal static class Chromium
{
    private const string Hint = "The page's tests need a browser: apt-get install chromium chromium-driver (Debian, Ubuntu), or name both programs by ECHOSYNTH_CHROMIUM and ECHOSYNTH_CHROMEDRIVER.";

    /// <param name="width">Of the window, pixels.</param>
    /// <param name="height">Of the window, pixels.</param>
    /// <param name="downloads">Folder for downloads.</param>
    /// <param name="scale">Device pixels to one of the page.</param>
    /// <param name="dark">Whether the user prefers dark pages.</param>
    /// <exception cref="InvalidOperationException">There is no Chromium here; says how to install it.</exception>
    public static ChromeDriver Start(int width, int height, string downloads, double scale = 1, bool dark = false)
    {
        var options = new ChromeOptions { BinaryLocation = Find("ECHOSYNTH_CHROMIUM", "chromium", "chromium-browser", "google-chrome") };
        options.AddArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--disable-background-networking");
        options.AddArgument(FormattableString.Invariant($"--window-size={width},{height}"));
        options.AddArgument(FormattableString.Invariant($"--force-device-scale-factor={scale}"));
        if (dark)
            options.AddArgument("--blink-settings=preferredColorScheme=0");
        options.AddUserProfilePreference("download.default_directory", downloads);
        options.AddUserProfilePreference("download.prompt_for_download", false);
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        var service = ChromeDriverService.CreateDefaultService(Find("ECHOSYNTH_CHROMEDRIVER", "chromedriver"));
        service.SuppressInitialDiagnosticInformation = true;
        return new ChromeDriver(service, options, TimeSpan.FromSeconds(60));
    }

    private static string Find(string variable, params string[] names)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named)
            return File.Exists(named) ? named : throw new InvalidOperationException($"{variable} names {named}, which is not there. {Hint}");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"There is no {names[0]} here. {Hint}");
    }
}
