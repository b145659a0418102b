using System.Globalization;
using System.Text;

namespace EchoSynth.Reports;

/// <summary>A drawing inside a page. Numbers are written the same in every culture, texts are escaped.</summary>
internal sealed class Svg
{
    public const string Ink = "#1f2937", Faint = "#6b7280", Grid = "#e5e7eb", Line = "#9ca3af";
    private readonly StringBuilder _text = new();

    public Svg(int width, int height, string description)
    {
        (Width, Height) = (width, height);
        Add($"""<svg viewBox="0 0 {width} {height}" role="img" font-family="inherit" font-size="13" fill="{Ink}"><title>{Escape(description)}</title>""");
    }

    public int Width { get; }

    public int Height { get; }

    public void Add(FormattableString element) => _text.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');

    public void Text(double x, double y, string text, string anchor = "start", string colour = Ink, int size = 13, bool bold = false) =>
        Add($"""<text x="{N(x)}" y="{N(y)}" text-anchor="{anchor}" fill="{colour}" font-size="{size}"{(bold ? " font-weight=\"600\"" : "")}>{Escape(text)}</text>""");

    public void Segment(double x1, double y1, double x2, double y2, string colour, double width = 1, string dash = "") =>
        Add($"""<line x1="{N(x1)}" y1="{N(y1)}" x2="{N(x2)}" y2="{N(y2)}" stroke="{colour}" stroke-width="{N(width)}"{(dash.Length > 0 ? $" stroke-dasharray=\"{dash}\"" : "")}/>""");

    public void Path(string data, string stroke, double width = 2, string fill = "none", double fillOpacity = 1, string dash = "") =>
        Add($"""<path d="{data}" fill="{fill}" fill-opacity="{N(fillOpacity)}" stroke="{stroke}" stroke-width="{N(width)}" stroke-linejoin="round"{(dash.Length > 0 ? $" stroke-dasharray=\"{dash}\"" : "")}/>""");

    /// <summary>A frame with ticks and grid lines: what stands under every chart.</summary>
    public void Axes(ChartAxis horizontal, ChartAxis vertical, string horizontalTitle, string verticalTitle, bool verticalTicks = true)
    {
        foreach (var tick in horizontal.Ticks(6))
        {
            Segment(horizontal.At(tick), vertical.From, horizontal.At(tick), vertical.To, Grid);
            Text(horizontal.At(tick), vertical.From + 18, ChartAxis.Label(tick), "middle", Faint);
        }
        foreach (var tick in verticalTicks ? vertical.Ticks(4) : [])
        {
            Segment(horizontal.From, vertical.At(tick), horizontal.To, vertical.At(tick), Grid);
            Text(horizontal.From - 7, vertical.At(tick) + 4, ChartAxis.Label(tick), "end", Faint);
        }
        Segment(horizontal.From, vertical.From, horizontal.To, vertical.From, Line);
        Text((horizontal.From + horizontal.To) / 2, vertical.From + 38, horizontalTitle, "middle", Faint);
        if (verticalTitle.Length > 0)
            Add($"""<text transform="translate(14 {N((vertical.From + vertical.To) / 2)}) rotate(-90)" text-anchor="middle" fill="{Faint}">{Escape(verticalTitle)}</text>""");
    }

    /// <summary>Names with a stroke of their colour, in one row.</summary>
    public void Legend(double x, double y, IEnumerable<(string Name, string Colour, string Dash)> entries)
    {
        foreach (var (name, colour, dash) in entries)
        {
            Segment(x, y - 4, x + 22, y - 4, colour, 3, dash);
            Text(x + 28, y, name);
            x += 28 + 7.2 * name.Length + 22;
        }
    }

    public static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Escape(string text) => System.Security.SecurityElement.Escape(text);

    public override string ToString() => _text + "</svg>\n";
}
