using System.Globalization;
using System.Text;

namespace EchoSynth.Cli.Pictures;

/// <summary>The losses of a training over the images seen, as SVG: the two that play against each other above, L1 below.</summary>
internal static class LossChart
{
    private const int Width = 900, Left = 74, Right = 24, Top = 62, PanelHeight = 250, Between = 58;
    private const double Bottom = Top + 2 * PanelHeight + Between;

    /// <param name="Images">Training images seen.</param>
    /// <param name="Losses">By name.</param>
    internal readonly record struct Point(long Images, IReadOnlyDictionary<string, double> Losses);

    private sealed record Curve(string Name, string Label, string Colour);

    private static readonly Curve[] Game = [new("discriminator", "discriminator", "#c2410c"), new("adversarial", "adversarial (denoiser)", "#1d4ed8")];
    private static readonly Curve[] Distance = [new("l1", "L1 to the real image", "#15803d")];

    public static string Draw(string title, IReadOnlyList<Point> points)
    {
        var svg = new StringBuilder();
        Add(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Bottom + 60}" width="{Width}" height="{Bottom + 60}" font-family="sans-serif" font-size="14" fill="#1f2937">""");
        Add(svg, $"""<rect width="100%" height="100%" fill="#ffffff"/>""");
        Add(svg, $"""<text x="{Left}" y="28" font-size="18" font-weight="bold">{Escape(title)}</text>""");
        var horizontal = new ChartAxis(0, Math.Max(1, points.Count == 0 ? 1 : points[^1].Images), Left, Width - Right);
        Panel(svg, points, horizontal, Top, Game, "loss", (2 * Math.Log(2), "2 ln 2: the discriminator cannot tell them apart"));
        Panel(svg, points, horizontal, Top + PanelHeight + Between, Distance, "L1, of a range of 2", null);
        Add(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{Bottom + 46}" text-anchor="middle">training images seen</text>""");
        Add(svg, $"</svg>");
        return svg.ToString();
    }

    private static void Panel(StringBuilder svg, IReadOnlyList<Point> points, ChartAxis horizontal, double top, Curve[] curves, string unit, (double Value, string Label)? line)
    {
        double[][] values = [.. curves.Select(c => points.Select(p => p.Losses.GetValueOrDefault(c.Name, double.NaN)).ToArray())];
        // The first steps are far above the rest, which is what there is to see.
        var high = values.Select(v => v.Where(double.IsFinite).Order().ToArray()).Where(v => v.Length > 0).Select(v => Math.Min(v[^1], 3 * v[v.Length / 2])).DefaultIfEmpty(1).Max();
        var vertical = new ChartAxis(0, Math.Max(1e-6, 1.1 * Math.Max(high, line?.Value ?? 0)), top + PanelHeight, top);
        foreach (var tick in vertical.Ticks(5))
        {
            Add(svg, $"""<line x1="{Left}" x2="{Width - Right}" y1="{N(vertical.At(tick))}" y2="{N(vertical.At(tick))}" stroke="#e5e7eb"/>""");
            Add(svg, $"""<text x="{Left - 8}" y="{N(vertical.At(tick) + 5)}" text-anchor="end">{ChartAxis.Label(tick)}</text>""");
        }
        foreach (var tick in horizontal.Ticks(6))
        {
            Add(svg, $"""<line x1="{N(horizontal.At(tick))}" x2="{N(horizontal.At(tick))}" y1="{N(top + PanelHeight)}" y2="{N(top + PanelHeight + 5)}" stroke="#6b7280"/>""");
            Add(svg, $"""<text x="{N(horizontal.At(tick))}" y="{N(top + PanelHeight + 21)}" text-anchor="middle">{tick.ToString("N0", CultureInfo.InvariantCulture)}</text>""");
        }
        Add(svg, $"""<path d="M{Left} {N(top)}V{N(top + PanelHeight)}H{Width - Right}" fill="none" stroke="#6b7280"/>""");
        Add(svg, $"""<text transform="translate(20 {N(top + PanelHeight / 2.0)}) rotate(-90)" text-anchor="middle">{Escape(unit)}</text>""");
        if (line is { } mark)
        {
            Add(svg, $"""<line x1="{Left}" x2="{Width - Right}" y1="{N(vertical.At(mark.Value))}" y2="{N(vertical.At(mark.Value))}" stroke="#9ca3af" stroke-dasharray="6 5"/>""");
            Add(svg, $"""<text x="{Width - Right}" y="{N(vertical.At(mark.Value) - 6)}" text-anchor="end" font-size="12" fill="#6b7280">{Escape(mark.Label)}</text>""");
        }
        for (var i = 0; i < curves.Length; i++)
        {
            Line(svg, points, values[i], horizontal, vertical, curves[i].Colour, 1, 0.3);
            Line(svg, points, Smoothed(values[i]), horizontal, vertical, curves[i].Colour, 2.2, 1);
            var x = Left + 12 + i * 190;
            Add(svg, $"""<line x1="{x}" x2="{x + 26}" y1="{N(top - 12)}" y2="{N(top - 12)}" stroke="{curves[i].Colour}" stroke-width="2.2"/>""");
            Add(svg, $"""<text x="{x + 33}" y="{N(top - 7)}">{Escape(curves[i].Label)}</text>""");
        }
    }

    private static void Line(StringBuilder svg, IReadOnlyList<Point> points, double[] values, ChartAxis horizontal, ChartAxis vertical, string colour, double width, double opacity)
    {
        var path = string.Join(' ', values.Select((v, i) => (Value: v, Index: i)).Where(p => p.Value <= vertical.High)
            .Select(p => $"{N(horizontal.At(points[p.Index].Images))},{N(vertical.At(p.Value))}"));
        if (path.Length > 0)
            Add(svg, $"""<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{N(width)}" stroke-opacity="{N(opacity)}" stroke-linejoin="round"/>""");
    }

    /// <summary>The mean of a twentieth of the curve around each point.</summary>
    private static double[] Smoothed(double[] values)
    {
        var reach = Math.Max(1, values.Length / 40);
        return [.. values.Select((_, i) => values[Math.Max(0, i - reach)..Math.Min(values.Length, i + reach + 1)].Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average())];
    }

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
