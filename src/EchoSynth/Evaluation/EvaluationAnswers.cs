using System.Globalization;
using EchoSynth.Imaging.Privacy;
using EchoSynth.Imaging.Speckle;
using EchoSynth.Segmentation;

namespace EchoSynth.Evaluation;

/// <summary>Turns figures into answers, by the rules that docs/evaluation.md states.</summary>
internal static class EvaluationAnswers
{
    /// <summary>Below it only gross copying is found.</summary>
    private static readonly int s_few = new PrivacyAuditOptions().FewImages;

    /// <summary>A segmenter that finds less has learned nothing that could be compared.</summary>
    private const double LeastDice = 0.5;

    public const string Faithful = "Are single images faithful?", Diverse = "Is the set as diverse as real images?", Useful = "Can a network learn from it?", Private = "Are the patients safe?";

    public static IReadOnlyList<EvaluationAnswer> Of(FidelitySection? fidelity, DistributionSection? distribution, UsefulnessReport? usefulness, PrivacyReport? privacy, IReadOnlyDictionary<string, string> notMeasured) =>
    [
        Fidelity(fidelity, notMeasured),
        Diversity(fidelity?.Diversity, distribution, notMeasured),
        Usefulness(usefulness, notMeasured),
        Privacy(privacy, notMeasured),
    ];

    private static EvaluationAnswer Fidelity(FidelitySection? section, IReadOnlyDictionary<string, string> notMeasured)
    {
        if (section is null)
            return NotMeasured(Faithful, "fidelity", notMeasured);
        var verdict = EvaluationVerdict.NotMeasured;
        var parts = new List<string>();
        if (section.Images > 0)
        {
            // Worse than these is seen by anybody who looks.
            verdict = Worst(Within(section.TextureMyocardium, 0.85, 1.18, 0.6, 1.6), Within(section.TextureSurround, 0.85, 1.18, 0.6, 1.6), AtMost(section.SpectrumDb, 1.5, 6));
            parts.Add($"texture {N(section.TextureMyocardium)} of real in the myocardium and {N(section.TextureSurround)} around (1 is right), spectrum {N(section.SpectrumDb)} dB off");
        }
        var speckle = SpeckleDeviation(section.Speckle);
        if (double.IsFinite(speckle))
        {
            verdict = Worst(verdict, AtMost(speckle, 0.2, 0.6));
            parts.Add($"speckle SNR off by up to {speckle.ToString("P0", CultureInfo.InvariantCulture)} in a tissue");
        }
        if (section is { Sector: { } sector, SecondReal: { Sector: { } second } again })
        {
            parts.Add($"SSIM {N(sector.Ssim)} where a second real image ({again.Kind}) scores {N(second.Ssim)}");
            if (again.Kind == "redraw" && sector.Ssim < 0.6 * second.Ssim)
                verdict = Worst(verdict, EvaluationVerdict.Caution);
        }
        return parts.Count == 0
            ? new EvaluationAnswer(Faithful, EvaluationVerdict.NotMeasured, "No synthetic image has a real partner, and no tissue is large enough for speckle figures.")
            : new EvaluationAnswer(Faithful, verdict, Sentence(parts));
    }

    private static EvaluationAnswer Diversity(DiversitySection? diversity, DistributionSection? distribution, IReadOnlyDictionary<string, string> notMeasured)
    {
        var verdict = EvaluationVerdict.NotMeasured;
        var parts = new List<string>();
        foreach (var report in distribution?.Extractors.Where(e => e.Figures is not null) ?? [])
        {
            var figures = report.Figures!;
            var balls = figures.Balls;
            if (report.Floor?.Balls is not { } floor)
            {
                parts.Add($"by {report.Extractor} features, {P(balls.Precision)} of the synthetic images are within the real ones' range and {P(balls.Recall)} of the real ones within that of the synthetic; the real images are too few to tell what halves of them would reach, so this is not judged");
                continue;
            }
            verdict = Worst(verdict, AtLeast(balls.Coverage / floor.Coverage, 0.7, 0.3), AtLeast(balls.Recall / floor.Recall, 0.7, 0.3), AtLeast(balls.Precision / floor.Precision, 0.7, 0.3));
            parts.Add($"by {report.Extractor} features, {P(balls.Precision)} of the synthetic images are within the real ones' range (real halves: {P(floor.Precision)}), and {P(balls.Recall)} of the real ones within that of the synthetic ({P(floor.Recall)}); {P(balls.Coverage)} of the real ones have a synthetic one near ({P(floor.Coverage)})");
        }
        if (diversity is { Spread: { } spread } && double.IsFinite(spread.FineRatio.Mean))
        {
            // Other patients differ in their anatomy, too, so less is to be expected of one mask.
            verdict = Worst(verdict, diversity.Kind == "redraw" ? Within(spread.FineRatio.Mean, 0.7, 1.4, 0.35, 2) : Within(spread.FineRatio.Mean, 0.45, 1.4, 0.2, 2));
            parts.Add($"for one mask, seeds differ {N(spread.FineRatio.Mean)} times as much as {(diversity.Kind == "redraw" ? "recordings of one heart" : "real images of similar masks")}");
        }
        if (parts.Count > 0)
            return new EvaluationAnswer(Diverse, verdict, Sentence(parts));
        return distribution is null ? NotMeasured(Diverse, "distribution", notMeasured) : new EvaluationAnswer(Diverse, EvaluationVerdict.NotMeasured, "Too few images for figures of the set; see the warnings.");
    }

    private static EvaluationAnswer Usefulness(UsefulnessReport? report, IReadOnlyDictionary<string, string> notMeasured)
    {
        if (report is null)
            return NotMeasured(Useful, "usefulness", notMeasured);
        var (synthetic, real, fidelity) = (report[UsefulnessRegime.Synthetic], report[UsefulnessRegime.Real], report.MaskFidelity);
        if (real.MeanDice.Value < LeastDice || synthetic.RatioToReal is null)
            return new EvaluationAnswer(Useful, EvaluationVerdict.NotMeasured, $"The segmenter trained on real images reaches a Dice of {N(real.MeanDice.Value, 3)} only: too few steps or images to judge others by it ({N(LeastDice, 1)} is needed).");
        var ratio = synthetic.RatioToReal.Value;
        var verdict = Worst(AtLeast(ratio, 0.9, 0.75), AtLeast(fidelity.MeanDice.Value / fidelity.RealMeanDice.Value, 0.9, 0.7));
        return new EvaluationAnswer(Useful, verdict, Sentence(
        [
            $"a segmenter trained on synthetic images alone reaches a Dice of {N(synthetic.MeanDice.Value, 3)} on real ones, {P(ratio)} of the {N(real.MeanDice.Value, 3)} of one trained on real images",
            $"one trained on real images finds the structures in synthetic ones with {N(fidelity.MeanDice.Value, 3)}",
        ]));
    }

    private static EvaluationAnswer Privacy(PrivacyReport? report, IReadOnlyDictionary<string, string> notMeasured)
    {
        if (report is null)
            return NotMeasured(Private, "privacy", notMeasured);
        if (report.Memorised)
            return new EvaluationAnswer(Private, EvaluationVerdict.Bad, $"The model copied images: {string.Join(" ", report.Reasons)}");
        var parts = new List<string> { $"no synthetic image is a copy of one of {report.Training} training and {report.HeldOut} held-out images" };
        if (report.NearnessJudged)
        {
            (string Space, SpaceFigures Figures)[] spaces = [.. report.Spaces.Select(s => (s.Space, s.Unconfounded!))];
            parts.Add($"unusually near to a training patient are {string.Join(", ", spaces.Select(s => $"{P(s.Figures.CloserThanYardstick.Value)} by {s.Space}"))}, where {P(report.Spaces[0].Expected)} are expected of unseen patients");
            var (space, most) = spaces.MaxBy(s => s.Figures.Membership.Auc.Value);
            parts.Add($"an attacker tells who was trained with no better than an AUC of {N(most.Membership.Auc.Value)} (by {space}; 0.5 is guessing)");
        }
        else
        {
            parts.Add("only copies were looked for: nearness to the training patients is not judged with fewer than 20 patients in a set, or fewer than 20 images whose masks are not from training patients");
        }
        if (report.SyntheticDuplicates.Count > 0)
            parts.Add($"{report.SyntheticDuplicates.Count} images of the set are copies of each other");
        var unsure = !report.NearnessJudged || report.Training < s_few || report.HeldOut < s_few || report.Synthetic < s_few || report.SyntheticDuplicates.Count > 0;
        return new EvaluationAnswer(Private, unsure ? EvaluationVerdict.Caution : EvaluationVerdict.Good, Sentence(parts));
    }

    private static EvaluationAnswer NotMeasured(string question, string section, IReadOnlyDictionary<string, string> notMeasured)
    {
        var why = notMeasured.GetValueOrDefault(section, "not asked");
        return new EvaluationAnswer(question, EvaluationVerdict.NotMeasured, char.ToUpperInvariant(why[0]) + why[1..] + (why.EndsWith('.') ? "" : "."));
    }

    /// <summary>The largest difference of a tissue's mean SNR, as a share of the real one; NaN where no tissue is measured on both sides.</summary>
    private static double SpeckleDeviation(SpeckleReport speckle)
    {
        double[] off = [.. speckle.Tissues.Where(t => t.Real.Snr.Count > 0 && t.Synthetic.Snr.Count > 0).Select(t => Math.Abs(t.Synthetic.Snr.Mean / t.Real.Snr.Mean - 1)).Where(double.IsFinite)];
        return off.Length > 0 ? off.Max() : double.NaN;
    }

    private static EvaluationVerdict Within(double value, double low, double high, double least, double most) =>
        !double.IsFinite(value) ? EvaluationVerdict.NotMeasured : value >= low && value <= high ? EvaluationVerdict.Good : value >= least && value <= most ? EvaluationVerdict.Caution : EvaluationVerdict.Bad;

    private static EvaluationVerdict AtMost(double value, double good, double caution) => Within(value, double.NegativeInfinity, good, double.NegativeInfinity, caution);

    private static EvaluationVerdict AtLeast(double value, double good, double caution) => Within(value, good, double.PositiveInfinity, caution, double.PositiveInfinity);

    private static EvaluationVerdict Worst(params IEnumerable<EvaluationVerdict> verdicts) => verdicts.Max();

    private static string Sentence(IReadOnlyList<string> parts) => string.Join(". ", parts.Select(p => char.ToUpperInvariant(p[0]) + p[1..])) + ".";

    private static string N(double value, int decimals = 2) => double.IsFinite(value) ? value.ToString($"F{decimals}", CultureInfo.InvariantCulture) : "–";

    private static string P(double share) => (100 * share).ToString("F0", CultureInfo.InvariantCulture) + " %";
}
