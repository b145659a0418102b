using System.Text;

namespace EchoSynth.Reports;

/// <summary>The charts of the report.</summary>
internal static class Charts
{
    /// <param name="Name">In the legend.</param>
    /// <param name="Colour">As SVG has it.</param>
    /// <param name="Values">What is counted; values that are not finite are left out.</param>
    /// <param name="Dash">Of its line, as SVG has it; a dashed sample is not filled.</param>
    internal sealed record Sample(string Name, string Colour, IReadOnlyList<double> Values, string Dash = "");

    /// <param name="Name">In the legend.</param>
    /// <param name="Colour">As SVG has it.</param>
    /// <param name="Points">From left to right.</param>
    /// <param name="Dash">Of its line, as SVG has it.</param>
    internal sealed record Curve(string Name, string Colour, IReadOnlyList<(double X, double Y)> Points, string Dash = "");

    /// <param name="Label">At its left.</param>
    /// <param name="Marks">Value with the ends of its interval, one after the other below each other.</param>
    internal sealed record Row(string Label, IReadOnlyList<Mark> Marks);

    /// <param name="Value">The estimate.</param>
    /// <param name="Low">The lower end of its interval.</param>
    /// <param name="High">The upper end.</param>
    /// <param name="Colour">As SVG has it.</param>
    /// <param name="Text">At its right.</param>
    internal sealed record Mark(double Value, double Low, double High, string Colour, string Text);

    /// <summary>Histograms over each other, each as a share of its own sample.</summary>
    public static string Histogram(string title, string unit, IReadOnlyList<Sample> samples, int bins = 36)
    {
        var svg = new Svg(640, 270, title);
        svg.Text(62, 18, title, bold: true);
        var finite = samples.Select(s => s.Values.Where(double.IsFinite).ToArray()).ToArray();
        var all = finite.SelectMany(v => v).ToArray();
        if (all.Length == 0)
            return Nothing(svg);
        var (low, high) = (all.Min(), all.Max());
        if (high - low < 1e-9 * Math.Max(1, Math.Abs(high)))
            (low, high) = (low - 0.5, high + 0.5);
        var shares = finite.Select(v => Shares(v, low, high, bins)).ToArray();
        var (horizontal, vertical) = (new ChartAxis(low, high, 62, 626), new ChartAxis(0, 1.05 * shares.Max(s => s.Max()), 222, 48));
        svg.Axes(horizontal, vertical, unit, "share");
        for (var i = 0; i < samples.Count; i++)
        {
            if (finite[i].Length > 0)
                svg.Path(Steps(shares[i], horizontal, vertical), samples[i].Colour, 1.8, samples[i].Dash.Length > 0 ? "none" : samples[i].Colour, 0.16, samples[i].Dash);
        }
        svg.Legend(62, 38, samples.Select(s => (s.Name, s.Colour, s.Dash)));
        return svg.ToString();
    }

    /// <summary>Curves over one axis.</summary>
    public static string Curves(string title, string horizontalTitle, string verticalTitle, IReadOnlyList<Curve> curves)
    {
        var svg = new Svg(640, 290, title);
        svg.Text(58, 18, title, bold: true);
        var points = curves.SelectMany(c => c.Points).Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).ToArray();
        if (points.Length == 0)
            return Nothing(svg);
        var (left, right, low, high) = (points.Min(p => p.X), points.Max(p => p.X), points.Min(p => p.Y), points.Max(p => p.Y));
        var margin = Math.Max(1e-9, 0.04 * (high - low));
        var (horizontal, vertical) = (new ChartAxis(left, Math.Max(left + 1e-9, right), 58, 626), new ChartAxis(low - margin, high + margin, 242, 48));
        svg.Axes(horizontal, vertical, horizontalTitle, verticalTitle);
        foreach (var curve in curves)
        {
            var path = string.Join('L', curve.Points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).Select(p => $"{Svg.N(horizontal.At(p.X))} {Svg.N(vertical.At(p.Y))}"));
            if (path.Length > 0)
                svg.Path("M" + path, curve.Colour, dash: curve.Dash);
        }
        svg.Legend(58, 38, curves.Select(c => (c.Name, c.Colour, c.Dash)));
        return svg.ToString();
    }

    /// <summary>Estimates with their intervals, one row each, beside a line that they should reach.</summary>
    public static string Intervals(string title, string unit, IReadOnlyList<Row> rows, double? reference, IReadOnlyList<(string Name, string Colour, string Dash)>? legend = null)
    {
        var lines = rows.Sum(r => r.Marks.Count);
        var top = legend is null ? 34 : 54;
        var height = top + 19 * lines + 10 * rows.Count + 52;
        var svg = new Svg(640, height, title);
        svg.Text(0, 18, title, bold: true);
        var values = rows.SelectMany(r => r.Marks).SelectMany(m => new[] { m.Value, m.Low, m.High }).Append(reference ?? double.NaN).Where(double.IsFinite).ToArray();
        if (values.Length == 0)
            return Nothing(svg);
        var (low, high) = (values.Min(), values.Max());
        var margin = Math.Max(0.04 * (high - low), 1e-6);
        var horizontal = new ChartAxis(low - margin, high + margin, 205, 548);
        svg.Axes(horizontal, new ChartAxis(0, 1, height - 48, top - 4), unit, "", verticalTicks: false);
        if (reference is { } line)
            svg.Segment(horizontal.At(line), top - 4, horizontal.At(line), height - 48, Svg.Ink, 1.4, "5 4");
        double y = top + 10;
        foreach (var row in rows)
        {
            svg.Text(197, y + 4 + 9.5 * (row.Marks.Count - 1), row.Label, "end");
            foreach (var mark in row.Marks)
            {
                if (double.IsFinite(mark.Low) && double.IsFinite(mark.High))
                    svg.Segment(horizontal.At(mark.Low), y, horizontal.At(mark.High), y, mark.Colour, 2.4);
                if (double.IsFinite(mark.Value))
                    svg.Add($"""<circle cx="{Svg.N(horizontal.At(mark.Value))}" cy="{Svg.N(y)}" r="4.5" fill="{mark.Colour}"/>""");
                svg.Text(556, y + 4, mark.Text, colour: Svg.Faint, size: 12);
                y += 19;
            }
            y += 10;
        }
        if (legend is not null)
            svg.Legend(0, 38, legend);
        return svg.ToString();
    }

    private static string Nothing(Svg svg)
    {
        svg.Text(svg.Width / 2.0, svg.Height / 2.0, "nothing to draw", "middle", Svg.Faint);
        return svg.ToString();
    }

    private static double[] Shares(double[] values, double low, double high, int bins)
    {
        var shares = new double[bins];
        foreach (var value in values)
            shares[Math.Clamp((int)((value - low) / (high - low) * bins), 0, bins - 1)] += 1.0 / values.Length;
        return shares;
    }

    private static string Steps(double[] shares, ChartAxis horizontal, ChartAxis vertical)
    {
        var path = new StringBuilder($"M{Svg.N(horizontal.From)} {Svg.N(vertical.From)}");
        var wide = (horizontal.To - horizontal.From) / shares.Length;
        for (var i = 0; i < shares.Length; i++)
            path.Append($"V{Svg.N(vertical.At(shares[i]))}H{Svg.N(horizontal.From + (i + 1) * wide)}");
        return path.Append($"V{Svg.N(vertical.From)}").ToString();
    }
}
