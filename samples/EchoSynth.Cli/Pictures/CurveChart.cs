using System.Globalization;
using System.Text;
using EchoSynth.Reports;

namespace EchoSynth.Cli.Pictures;

/// <summary>Curves over the training images seen, in panels one above the other, as SVG.</summary>
internal static class CurveChart
{
    private const int Width = 900, Left = 74, Right = 24, Top = 62, PanelHeight = 250, Between = 58;

    /// <param name="Label">What it is, beside its line.</param>
    /// <param name="Colour">As SVG has it.</param>
    /// <param name="Points">Training images seen and value; what is not finite is left out.</param>
    /// <param name="Smooth">Whether its running mean is drawn over it.</param>
    internal sealed record Curve(string Label, string Colour, IReadOnlyList<(long Images, double Value)> Points, bool Smooth = false);

    /// <param name="Value">Where the dashed line lies.</param>
    /// <param name="Label">What it means, above the panel after the curves.</param>
    internal sealed record Mark(double Value, string Label);

    /// <param name="Unit">Beside the vertical axis, which begins at 0.</param>
    /// <param name="Curves">At most four.</param>
    /// <param name="Marks">Values to compare with.</param>
    internal sealed record Panel(string Unit, IReadOnlyList<Curve> Curves, IReadOnlyList<Mark> Marks);

    public static string Draw(string title, IReadOnlyList<Panel> panels)
    {
        var svg = new StringBuilder();
        var height = Top + panels.Count * PanelHeight + (panels.Count - 1) * Between + 60;
        Add(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" font-family="sans-serif" font-size="14" fill="#1f2937">""");
        Add(svg, $"""<rect width="100%" height="100%" fill="#ffffff"/>""");
        Add(svg, $"""<text x="{Left}" y="28" font-size="18" font-weight="bold">{Escape(title)}</text>""");
        var last = panels.SelectMany(p => p.Curves).SelectMany(c => c.Points).Select(p => p.Images).DefaultIfEmpty(1).Max();
        var horizontal = new ChartAxis(0, Math.Max(1, last), Left, Width - Right);
        for (var i = 0; i < panels.Count; i++)
            Draw(svg, panels[i], horizontal, Top + i * (PanelHeight + Between));
        Add(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{height - 14}" text-anchor="middle">training images seen</text>""");
        Add(svg, $"</svg>");
        return svg.ToString();
    }

    private static void Draw(StringBuilder svg, Panel panel, ChartAxis horizontal, double top)
    {
        // The first steps are far above the rest, which is what there is to see.
        var high = panel.Curves.Select(c => c.Points.Select(p => p.Value).Where(double.IsFinite).Order().ToArray())
            .Where(v => v.Length > 0).Select(v => Math.Min(v[^1], 3 * v[v.Length / 2])).Concat(panel.Marks.Select(m => m.Value)).DefaultIfEmpty(1).Max();
        var vertical = new ChartAxis(0, Math.Max(1e-6, 1.1 * high), top + PanelHeight, top);
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
        Add(svg, $"""<text transform="translate(20 {N(top + PanelHeight / 2.0)}) rotate(-90)" text-anchor="middle">{Escape(panel.Unit)}</text>""");
        foreach (var mark in panel.Marks)
        {
            Add(svg, $"""<line x1="{Left}" x2="{Width - Right}" y1="{N(vertical.At(mark.Value))}" y2="{N(vertical.At(mark.Value))}" stroke="#9ca3af" stroke-dasharray="6 5"/>""");
        }
        // Labels stand in a row above the panel: on the lines themselves they would lie over the curves.
        var x = (double)Left + 12;
        for (var i = 0; i < panel.Curves.Count; i++)
        {
            var curve = panel.Curves[i];
            if (curve.Smooth)
                Line(svg, curve.Points, horizontal, vertical, curve.Colour, 1, 0.3);
            Line(svg, curve.Smooth ? Smoothed(curve.Points) : curve.Points, horizontal, vertical, curve.Colour, 2.2, 1);
            x = Key(svg, x, top, curve.Label, $"stroke=\"{curve.Colour}\" stroke-width=\"2.2\"", 14);
        }
        foreach (var mark in panel.Marks)
            x = Key(svg, x, top, mark.Label, "stroke=\"#9ca3af\" stroke-dasharray=\"6 5\"", 12);
    }

    /// <summary>A piece of a line with what it is; returns where the next may stand, by the width that a letter has on average.</summary>
    private static double Key(StringBuilder svg, double x, double top, string label, string stroke, int size)
    {
        Add(svg, $"""<line x1="{N(x)}" x2="{N(x + 26)}" y1="{N(top - 12)}" y2="{N(top - 12)}" {stroke}/>""");
        Add(svg, $"""<text x="{N(x + 33)}" y="{N(top - 7)}" font-size="{size}">{Escape(label)}</text>""");
        return x + 33 + 0.5 * size * label.Length + 16;
    }

    private static void Line(StringBuilder svg, IReadOnlyList<(long Images, double Value)> points, ChartAxis horizontal, ChartAxis vertical, string colour, double width, double opacity)
    {
        var path = string.Join(' ', points.Where(p => p.Value <= vertical.High).Select(p => $"{N(horizontal.At(p.Images))},{N(vertical.At(p.Value))}"));
        if (path.Length > 0)
            Add(svg, $"""<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{N(width)}" stroke-opacity="{N(opacity)}" stroke-linejoin="round" stroke-linecap="round"/>""");
        // A line of one point is none.
        if (points.Count == 1 && path.Length > 0)
            Add(svg, $"""<circle cx="{N(horizontal.At(points[0].Images))}" cy="{N(vertical.At(points[0].Value))}" r="3" fill="{colour}"/>""");
    }

    /// <summary>The mean of a twentieth of the curve around each point.</summary>
    private static (long, double)[] Smoothed(IReadOnlyList<(long Images, double Value)> points)
    {
        var reach = Math.Max(1, points.Count / 40);
        return [.. points.Select((p, i) => (p.Images, points.Take(Math.Min(points.Count, i + reach + 1)).Skip(Math.Max(0, i - reach)).Select(v => v.Value).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average()))];
    }

    private static void Add(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
