using System.Text;
using EchoSynth.Imaging;

namespace EchoSynth.Reports;

/// <summary>A page that needs nothing else: style, charts and pictures are in it. Texts are escaped.</summary>
internal sealed class Html
{
    private readonly StringBuilder _text = new();

    public static string Escape(string text) => System.Security.SecurityElement.Escape(text);

    public void Raw(string markup) => _text.Append(markup).Append('\n');

    public void Element(string tag, string text, string kind = "") => Raw($"<{tag}{(kind.Length > 0 ? $" class=\"{kind}\"" : "")}>{Escape(text)}</{tag}>");

    public void Paragraph(string text, string kind = "") => Element("p", text, kind);

    /// <summary>Rows of texts; the first cell of each names it, cells that look like numbers stand at the right.</summary>
    public void Table(IReadOnlyList<string> head, IReadOnlyList<IReadOnlyList<string>> rows, string caption = "")
    {
        Raw("<div class=\"table\"><table>");
        if (caption.Length > 0)
            Element("caption", caption);
        Raw($"<thead><tr>{string.Concat(head.Select(h => $"<th>{Escape(h)}</th>"))}</tr></thead><tbody>");
        foreach (var row in rows)
            Raw($"<tr>{string.Concat(row.Select((cell, i) => i == 0 ? $"<th>{Escape(cell)}</th>" : $"<td{(IsNumber(cell) ? " class=\"n\"" : "")}>{Escape(cell)}</td>"))}</tr>");
        Raw("</tbody></table></div>");
    }

    public void Warnings(IReadOnlyList<string> warnings)
    {
        Raw("<div class=\"warning\"><strong>Before you trust these figures</strong><ul>");
        foreach (var warning in warnings)
            Element("li", warning);
        Raw("</ul></div>");
    }

    public void Charts(params IReadOnlyList<string> charts) => Raw($"<div class=\"charts\">{string.Concat(charts.Select(c => $"<figure>{c}</figure>"))}</div>");

    /// <summary>Pictures side by side under captions of their own, a frame around what belongs together.</summary>
    public void Pictures(IReadOnlyList<(string Caption, IReadOnlyList<(string Caption, string Source)> Cells)> groups, string kind = "")
    {
        Raw($"<div class=\"groups {kind}\">");
        foreach (var (caption, cells) in groups)
            Raw($"<figure class=\"group\"><div class=\"cells\">{string.Concat(cells.Select(c => $"<div><img src=\"{c.Source}\" alt=\"{Escape(c.Caption)}\"><span>{Escape(c.Caption)}</span></div>"))}</div><figcaption>{Escape(caption)}</figcaption></figure>");
        Raw("</div>");
    }

    public static string Source(EchoImage image) => Source(PngWriter.Encode(image.Width, image.Height, 8, PngColour.Grey, image.ToBytes()));

    public static string Source(AnatomyMask mask)
    {
        var rgb = new byte[3 * mask.Labels.Length];
        for (var i = 0; i < mask.Labels.Length; i++)
            PngCodec.LabelPalette.Slice(3 * mask.Labels[i], 3).CopyTo(rgb.AsSpan(3 * i));
        return Source(PngWriter.Encode(mask.Width, mask.Height, 8, PngColour.Rgb, rgb));
    }

    public string Page(string title) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <title>{Escape(title)}</title>
        <style>
        {PageStyle.Text}
        </style>
        </head>
        <body>
        <main>
        {_text}</main>
        </body>
        </html>

        """;

    private static string Source(byte[] png) => $"data:image/png;base64,{Convert.ToBase64String(png)}";

    private static bool IsNumber(string cell) => cell.Length > 0 && (char.IsAsciiDigit(cell[0]) || cell[0] is '−' or '–' or '∞');
}
