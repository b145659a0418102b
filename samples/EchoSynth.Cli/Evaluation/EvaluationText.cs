using System.Globalization;
using EchoSynth.Cli.Terminal;
using EchoSynth.Evaluation;

namespace EchoSynth.Cli.Evaluation;

/// <summary>The report in brief, for the terminal.</summary>
internal static class EvaluationText
{
    public static void Print(TextWriter output, EvaluationReport report)
    {
        void Line(string name, string figure, string meaning) => output.WriteLine($"  {name,-30} {figure,12}   {meaning}");
        if (report.Fidelity is { Images: > 0 } fidelity)
        {
            output.WriteLine($"Fidelity of {Texts.Count(fidelity.Images, "pair")}, 8-bit grey levels:");
            foreach (var (where, errors) in new[] { ("whole frame", fidelity.WholeFrame), ("inside the sector", fidelity.Sector) })
            {
                Line($"MSE, {where}", F(errors?.Mse, "0.0"), "0 is equal, 65025 the most");
                Line($"PSNR, {where}", F(errors?.Psnr, "0.00") + " dB", "higher is closer; blur is rewarded");
                Line($"SSIM, {where}", F(errors?.Ssim, "0.000"), "−1…1, 1 is equal; blur is rewarded");
            }
            if (fidelity.SecondReal is { Sector: { } second } again)
            {
                Line("PSNR, a second real image", F(second.Psnr, "0.00") + " dB", $"inside the sector, {again.Kind}: what an honest image scores");
                Line("SSIM, a second real image", F(second.Ssim, "0.000"), "inside the sector");
            }
            Line("texture, myocardium", F(fidelity.TextureMyocardium, "0.000"), "1 is right, below is too smooth");
            Line("texture, surround", F(fidelity.TextureSurround, "0.000"), "1 is right, below is too smooth");
            Line("radial spectrum error", F(fidelity.SpectrumDb, "0.00") + " dB", "0 is right");
        }
        if (report.Fidelity?.Diversity is { } diversity)
            Line("diversity for one mask", F(diversity.Spread.FineRatio.Mean, "0.000"), $"spread over seeds over that of {(diversity.Kind == "redraw" ? "redraws" : "real images of similar masks")}; 1 is right");
        foreach (var by in report.Distribution?.Extractors.Where(e => e.Figures is not null) ?? [])
        {
            Line($"Fréchet distance ({by.Extractor})", F(by.Figures!.Frechet, "0.000"), $"real halves: {F(by.Floor?.Frechet, "0.000")}; {by.SyntheticImages} synthetic, {by.RealImages} real images");
            Line($"KID ({by.Extractor})", F(by.Figures.Kernel.Value, "0.00000"), $"± {F(by.Figures.Kernel.StandardError, "0.00000")}; real halves: {F(by.Floor?.Kernel.Value, "0.00000")}");
            Line("precision, recall", $"{F(by.Figures.Balls.Precision, "0.000")}, {F(by.Figures.Balls.Recall, "0.000")}", $"density {F(by.Figures.Balls.Density, "0.000")}, coverage {F(by.Figures.Balls.Coverage, "0.000")}");
        }
        foreach (var warning in report.Warnings.Concat(report.Distribution?.Extractors.SelectMany(e => e.Warnings) ?? []).Concat(report.Usefulness?.Warnings ?? []).Concat(report.Privacy?.Warnings ?? []))
            output.WriteLine($"warning: {warning}");
        foreach (var answer in report.Answers)
            output.WriteLine($"{answer.Question} {Name(answer.Verdict).ToUpperInvariant()}. {answer.Text}");
    }

    public static string Name(EvaluationVerdict verdict) => verdict == EvaluationVerdict.NotMeasured ? "not measured" : verdict.ToString().ToLowerInvariant();

    private static string F(double? value, string format) => value is { } number && !double.IsNaN(number) ? number.ToString(format, CultureInfo.InvariantCulture) : "–";
}
