using System.Globalization;
using EchoSynth.Evaluation;
using static EchoSynth.Reports.Figures;

namespace EchoSynth.Reports;

/// <summary>The evaluation as one page.</summary>
internal static class EvaluationPage
{
    public static string Of(EvaluationReport report, EvaluationPictures pictures)
    {
        var html = new Html();
        Head(html, report);
        string[] warnings = [.. report.Warnings, .. report.Distribution?.Extractors.SelectMany(e => e.Warnings) ?? [], .. report.Usefulness?.Warnings ?? [], .. report.Privacy?.Warnings ?? []];
        if (warnings.Length > 0)
            html.Warnings([.. warnings.Distinct()]);
        Chapter(html, "1", report.Answers[0], report.Fidelity is { } fidelity ? () => FidelityPage.Write(html, fidelity, pictures) : null);
        Chapter(html, "2", report.Answers[1], report.Fidelity?.Diversity is null && report.Distribution is null ? null : () =>
        {
            if (report.Fidelity?.Diversity is { } diversity)
                DistributionPage.WriteDiversity(html, diversity);
            if (report.Distribution is { } distribution)
                DistributionPage.Write(html, distribution);
        });
        Chapter(html, "3", report.Answers[2], report.Usefulness is { } usefulness ? () => UsefulnessPage.Write(html, usefulness) : null);
        Chapter(html, "4", report.Answers[3], report.Privacy is { } privacy ? () => PrivacyPage.Write(html, privacy, pictures) : null);
        Method(html, report);
        return html.Page("Evaluation of a synthetic echocardiography set");
    }

    private static void Head(Html html, EvaluationReport report)
    {
        var synthetic = report.Sets.FirstOrDefault(s => s.Role == "synthetic");
        html.Element("h1", $"Can this synthetic set be trusted?");
        html.Paragraph($"{(synthetic is null ? "" : $"{synthetic.Name}: {Count(synthetic.Images)} synthetic images. ")}{report.Created.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC, {report.ImageSize} × {report.ImageSize} pixels, EchoSynth {report.Library.Split('+')[0]}.", "lead");
        html.Paragraph(Overall(report.Answers), "overall");
        html.Raw("<div class=\"answers\">");
        foreach (var answer in report.Answers)
            html.Raw($"<div class=\"answer {Kind(answer.Verdict)}\"><h3>{Html.Escape(answer.Question)}</h3><b>{Name(answer.Verdict)}</b><p>{Html.Escape(answer.Text)}</p></div>");
        html.Raw("</div>");
    }

    private static string Overall(IReadOnlyList<EvaluationAnswer> answers)
    {
        var worst = answers.Max(a => a.Verdict);
        var said = worst switch
        {
            EvaluationVerdict.Bad => $"Do not rely on this set before what is marked “bad” below is understood ({Questions(answers, worst)}).",
            EvaluationVerdict.Caution => $"Usable, with care: see what is marked “caution” below ({Questions(answers, worst)}).",
            EvaluationVerdict.Good => "Nothing that was measured speaks against using this set.",
            _ => "Nothing could be measured.",
        };
        return answers.Any(a => a.Verdict == EvaluationVerdict.NotMeasured) && worst != EvaluationVerdict.NotMeasured
            ? $"{said} Not everything was measured ({Questions(answers, EvaluationVerdict.NotMeasured)})."
            : said;
    }

    private static string Questions(IReadOnlyList<EvaluationAnswer> answers, EvaluationVerdict verdict) => string.Join(" ", answers.Where(a => a.Verdict == verdict).Select(a => a.Question));

    private static void Chapter(Html html, string number, EvaluationAnswer answer, Action? content)
    {
        html.Element("h2", $"{number}. {answer.Question}");
        html.Raw($"<div class=\"answer {Kind(answer.Verdict)}\"><b>{Name(answer.Verdict)}</b><p>{Html.Escape(answer.Text)}</p></div>");
        content?.Invoke();
    }

    private static void Method(Html html, EvaluationReport report)
    {
        html.Element("h2", "What was evaluated, and how");
        html.Table(["set", "name", "folder", "images", "patients", "hash of pixels and masks"], [.. report.Sets.Select(s => (string[])[s.Role, s.Name, s.Folder, Count(s.Images), Count(s.Patients), s.Hash])]);
        html.Table(["setting", "value"], [.. report.Configuration.Select(c => (string[])[c.Key, c.Value])]);
        html.Table(["part", "seconds"], [.. report.Seconds.Select(s => (string[])[s.Key, Number(s.Value, 1)])]);
        html.Paragraph("Good, caution and bad follow fixed rules, which the documentation lists (docs/evaluation.md). They are no clinical validation, and no figure here replaces a look at the images.", "lead");
    }

    private static string Kind(EvaluationVerdict verdict) => verdict == EvaluationVerdict.NotMeasured ? "none" : Name(verdict);
}
