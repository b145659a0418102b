using System.Globalization;
using EchoSynth.Evaluation;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Segmentation;

namespace EchoSynth.Cli.Evaluation;

/// <summary>The figures of several evaluations, a column each.</summary>
internal sealed class ComparisonTable
{
    private readonly List<(string Name, string[] Cells)> _rows = [];
    private readonly IReadOnlyList<EvaluationReport> _reports;

    public ComparisonTable(IReadOnlyList<EvaluationReport> reports)
    {
        _reports = reports;
        Row("synthetic images", r => r.Sets.FirstOrDefault(s => s.Role == "synthetic") is { } set ? F(set.Images, "N0") : null);
        Row("image size", r => F(r.ImageSize, "0"));
        Row("PSNR in the sector, dB", r => Spread(r.Fidelity?.Sector?.Psnr, r.Fidelity?.Sector?.PsnrSd, "0.00"));
        Row("SSIM in the sector", r => Spread(r.Fidelity?.Sector?.Ssim, r.Fidelity?.Sector?.SsimSd, "0.000"));
        Row("MS-SSIM in the sector", r => Spread(r.Fidelity?.Sector?.MsSsim, r.Fidelity?.Sector?.MsSsimSd, "0.000"));
        Row("SSIM, second real image", r => F(r.Fidelity?.SecondReal?.Sector?.Ssim, "0.000"));
        Row("texture, myocardium", r => F(r.Fidelity?.TextureMyocardium, "0.000"));
        Row("texture, surround", r => F(r.Fidelity?.TextureSurround, "0.000"));
        Row("spectrum error, dB", r => F(r.Fidelity?.SpectrumDb, "0.00"));
        Row("diversity, ratio", r => F(r.Fidelity?.Diversity?.Spread.FineRatio.Mean, "0.000"));
        foreach (var name in reports.SelectMany(r => r.Distribution?.Extractors ?? []).Select(e => e.Extractor).Distinct())
        {
            Row($"Fréchet distance ({name})", r => F(Of(r)?.Figures?.Frechet, "0.000"));
            Row($"… real halves ({name})", r => F(Of(r)?.Floor?.Frechet, "0.000"));
            Row($"KID ({name})", r => Spread(Of(r)?.Figures?.Kernel.Value, Of(r)?.Figures?.Kernel.StandardError, "0.00000"));
            Row($"precision ({name})", r => F(Of(r)?.Figures?.Balls.Precision, "0.000"));
            Row($"recall ({name})", r => F(Of(r)?.Figures?.Balls.Recall, "0.000"));
            Row($"density ({name})", r => F(Of(r)?.Figures?.Balls.Density, "0.000"));
            Row($"coverage ({name})", r => F(Of(r)?.Figures?.Balls.Coverage, "0.000"));

            EchoSynth.Imaging.Distributions.DistributionReport? Of(EvaluationReport r) => r.Distribution?.Extractors.FirstOrDefault(e => e.Extractor == name);
        }
        foreach (var regime in Enum.GetValues<UsefulnessRegime>())
            Row($"Dice, trained on {regime}", r => Range(r.Usefulness?.Regimes.FirstOrDefault(g => g.Regime == regime)?.MeanDice, "0.000"));
        Row("synthetic over real", r => Range(r.Usefulness?.Regimes.FirstOrDefault(g => g.Regime == UsefulnessRegime.Synthetic)?.RatioToReal, "0.000"));
        Row("mask fidelity, Dice", r => Range(r.Usefulness?.MaskFidelity.MeanDice, "0.000"));
        Row("memorised", r => r.Privacy is null ? null : r.Privacy.Memorised ? "YES" : "no");
        Row("copies of training images", r => F(r.Privacy?.TrainingDuplicates.Count, "N0"));
        Row("copies of held-out images", r => F(r.Privacy?.HeldOutDuplicates.Count, "N0"));
        foreach (var space in reports.SelectMany(r => r.Privacy?.Spaces ?? []).Select(s => s.Space).Distinct())
            Row($"attack AUC, {space}", r => Range(r.Privacy?.Spaces.FirstOrDefault(s => s.Space == space)?.Unconfounded?.Membership.Auc, "0.000"));
        foreach (var question in reports[0].Answers.Select(a => a.Question))
            Row(question, r => r.Answers.FirstOrDefault(a => a.Question == question) is { } answer ? EvaluationText.Name(answer.Verdict) : null);
    }

    public void Print(TextWriter output, IReadOnlyList<string> names)
    {
        var first = _rows.Max(r => r.Name.Length);
        int[] widths = [.. names.Select((n, i) => Math.Max(n.Length, _rows.Max(r => r.Cells[i].Length)))];
        output.WriteLine($"{"".PadRight(first)}  {string.Join("  ", names.Select((n, i) => n.PadLeft(widths[i])))}");
        foreach (var (name, cells) in _rows)
            output.WriteLine($"{name.PadRight(first)}  {string.Join("  ", cells.Select((c, i) => c.PadLeft(widths[i])))}");
    }

    /// <summary>What makes a comparison unfair.</summary>
    public IEnumerable<string> Warnings()
    {
        if (_reports.Select(r => r.ImageSize).Distinct().Count() > 1)
            yield return "the evaluations were made at different image sizes; none of their figures can be compared.";
        if (Differ("held-out") || Differ("training"))
            yield return "the evaluations were made with different real images; distances, scores and privacy depend on them.";
        if (_reports.Select(r => r.Sets.FirstOrDefault(s => s.Role == "synthetic")?.Images).Distinct().Count() > 1)
            yield return "the sets have different numbers of images; Fréchet distance, precision, recall and coverage depend on it.";
        if (_reports.Select(r => r.Library).Distinct().Count() > 1)
            yield return "the evaluations were made by different versions of the library.";
        if (_reports.Select(r => string.Join("\n", r.Configuration)).Distinct().Count() > 1)
            yield return "the evaluations were made with different settings; see \"configuration\" in their JSON.";
    }

    private bool Differ(string role) => _reports.Select(r => r.Sets.FirstOrDefault(s => s.Role == role)?.Hash).Distinct().Count() > 1;

    /// <summary>A row that no report has a figure for is left out.</summary>
    private void Row(string name, Func<EvaluationReport, string?> cell)
    {
        var cells = _reports.Select(r => cell(r)).ToArray();
        if (cells.Any(c => c is not null))
            _rows.Add((name, [.. cells.Select(c => c ?? "–")]));
    }

    private static string? F(double? value, string format) => value is { } number && !double.IsNaN(number) ? number.ToString(format, CultureInfo.InvariantCulture) : null;

    private static string? Spread(double? value, double? deviation, string format) => F(value, format) is { } text ? F(deviation, format) is { } spread ? $"{text} ± {spread}" : text : null;

    private static string? Range(ConfidenceInterval? figure, string format) => figure is null ? null : $"{F(figure.Value, format)} ({F(figure.Low, format)}…{F(figure.High, format)})";
}
