using System.Globalization;
using System.Text;
using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Cli.Ablation;

/// <summary>The results as Markdown.</summary>
internal sealed class AblationTable(string caption)
{
    private const string None = "–";
    private readonly StringBuilder _main = new(), _regions = new();

    public void Add(string title, int? steps, double milliseconds, RowFigures figures)
    {
        var (f, r) = (figures.Sector, figures.Regions);
        var name = steps is null ? $"*{title}*" : title;
        Row(_main, name, steps?.ToString("N0", CultureInfo.InvariantCulture) ?? None, N(milliseconds, "N0"), N(f.Mse, "0"), N(f.Psnr, "0.00"), N(f.Ssim, "0.000"),
            $"{N(f.TextureMyocardium, "0.00")} / {N(f.TextureSurround, "0.00")}", N(figures.Spectrum, "0.0"), Spread(figures), f.Images.ToString(CultureInfo.InvariantCulture));
        RegionFigures[] regions = [r.LeftVentricle, r.Myocardium, r.LeftAtrium, r.Rest];
        Row(_regions, [name, .. regions.Select(g => N(g.Psnr, "0.0")), .. regions.Select(g => N(g.Ssim, "0.00")), .. regions.Select(g => N(g.Mse, "0"))]);
    }

    public override string ToString() =>
        $"""
        # Ablation

        {caption}

        | variant | steps | ms / image | MSE | PSNR, dB | SSIM | texture myocardium / surround | spectrum, dB | spread fine / coarse | images |
        |---|---|---|---|---|---|---|---|---|---|
        {_main}
        By region (LV: left ventricle, MYO: myocardium, LA: left atrium, rest: the unlabelled rest of the sector):

        | variant | PSNR LV | MYO | LA | rest | SSIM LV | MYO | LA | rest | MSE LV | MYO | LA | rest |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|
        {_regions}
        """.ReplaceLineEndings("\n").TrimEnd() + "\n";

    private static void Row(StringBuilder table, params IEnumerable<string> cells) => table.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Spread(RowFigures figures)
    {
        var (own, redrawn) = (figures.Spread, figures.Redrawn);
        if (double.IsNaN(own.Fine))
            return None;
        var text = $"{N(own.Fine, "0.0")} / {N(own.Coarse, "0.0")}";
        return double.IsNaN(redrawn.Fine) ? text : $"{text} ({N(100 * own.Fine / redrawn.Fine, "0")} / {N(100 * own.Coarse / redrawn.Coarse, "0")} %)";
    }

    private static string N(double value, string format) => double.IsNaN(value) ? None : double.IsPositiveInfinity(value) ? "∞" : value.ToString(format, CultureInfo.InvariantCulture);
}
