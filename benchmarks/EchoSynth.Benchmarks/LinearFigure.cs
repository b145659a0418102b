using System.Diagnostics;
using System.Text;
using EchoSynth.Imaging;
using EchoSynth.Reports;
using EchoSynth.Speed;

namespace EchoSynth.Benchmarks;

/// <summary>Draws how cost grows, with the charts of the evaluation's page: multiples of the first point of each curve, beside the straight line.</summary>
internal static class LinearFigure
{
    private const int Width = 640, Height = 290;
    private static readonly string[] s_colours = ["#2563eb", "#dc2626", "#059669", "#d97706", "#7c3aed", "#0891b2"];
    private static readonly string[] s_browsers = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Why no picture can be written there; null where one can.</summary>
    public static string? Problem(string path)
    {
        if (!path.EndsWith(".svg", StringComparison.Ordinal) && !path.EndsWith(".png", StringComparison.Ordinal))
            return $"'{path}' must end in .svg or .png.";
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            return $"'{path}': there is no folder '{folder}'.";
        return path.EndsWith(".png", StringComparison.Ordinal) && Browser() is null ? $"'{path}': a PNG is drawn by Chromium, which is not installed; name an .svg." : null;
    }

    public static void Write(string path, IReadOnlyList<(string Title, string Unit, IReadOnlyList<LinearCurve> Curves)> charts)
    {
        charts = [.. charts.Where(c => c.Curves.Count > 0)];
        var svg = Draw(charts);
        if (path.EndsWith(".svg", StringComparison.Ordinal))
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(svg));
            return;
        }
        var source = Path.Combine(Directory.CreateTempSubdirectory("echosynth-figure-").FullName, "figure.svg");
        try
        {
            File.WriteAllText(source, svg);
            using var browser = Process.Start(Browser()!, ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", $"--window-size={Width},{charts.Count * Height}", $"--screenshot={Path.GetFullPath(path)}", $"file://{source}"]);
            browser.WaitForExit();
            if (browser.ExitCode != 0 || !File.Exists(path))
                throw new IOException($"{path}: Chromium could not draw it (exit code {browser.ExitCode}).");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(source)!, recursive: true);
        }
    }

    /// <summary>The charts, one above the other, as a picture of its own.</summary>
    private static string Draw(IReadOnlyList<(string Title, string Unit, IReadOnlyList<LinearCurve> Curves)> charts) =>
        FormattableString.Invariant($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {charts.Count * Height}" width="{Width}" height="{charts.Count * Height}" font-family="sans-serif"><rect width="100%" height="100%" fill="#ffffff"/>""") + "\n"
        + string.Concat(charts.Select((c, i) => Place(Chart(c.Title, c.Unit, c.Curves), i * Height))) + "</svg>\n";

    private static string Chart(string title, string unit, IReadOnlyList<LinearCurve> curves)
    {
        var last = curves.SelectMany(c => c.Points).Select(p => p.X).DefaultIfEmpty(1).Max();
        var chart = Charts.Curves(title, unit, "times", [new Charts.Curve("straight", Svg.Line, [(0, 0), (last, last)], "5 4"), .. curves.Select((c, i) => new Charts.Curve(c.Name, s_colours[i % s_colours.Length], [.. Multiples(c)]))]);
        return s_colours.Aggregate(chart, Mark);
    }

    /// <summary>A dot where something was measured: at every corner of the curve of this colour.</summary>
    private static string Mark(string chart, string colour)
    {
        var name = $"dot-{colour[1..]}";
        var marked = System.Text.RegularExpressions.Regex.Replace(chart, $"(<path [^>]*stroke=\"{colour}\"[^>]*?)/>", $"$1 marker-start=\"url(#{name})\" marker-mid=\"url(#{name})\" marker-end=\"url(#{name})\"/>");
        return marked == chart ? chart : marked.Replace("</title>\n", $"</title>\n<marker id=\"{name}\" viewBox=\"0 0 6 6\" refX=\"3\" refY=\"3\" markerWidth=\"6\" markerHeight=\"6\" markerUnits=\"userSpaceOnUse\"><circle cx=\"3\" cy=\"3\" r=\"3\" fill=\"{colour}\"/></marker>\n", StringComparison.Ordinal);
    }

    /// <summary>Medians over that of the first point, which may itself stand for several: a multiple of what one of its kind costs.</summary>
    private static IEnumerable<(double X, double Y)> Multiples(LinearCurve curve)
    {
        var (x, time) = curve.Points[0];
        return curve.Points.Select(p => (p.X, x * p.Time.Median / time.Median));
    }

    private static string Place(string chart, int top) => FormattableString.Invariant($"""<svg x="0" y="{top}" width="{Width}" height="{Height}" """) + chart["<svg ".Length..];

    private static string? Browser() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => s_browsers.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
