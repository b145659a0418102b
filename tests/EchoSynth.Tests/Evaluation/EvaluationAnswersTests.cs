using EchoSynth.Evaluation;
using EchoSynth.Imaging.Distributions;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Speckle;
using EchoSynth.Segmentation;

namespace EchoSynth.Tests.Evaluation;

/// <summary>The table "Good, caution, bad" of docs/evaluation.md, row by row.</summary>
public sealed class EvaluationAnswersTests
{
    private static readonly Dictionary<string, string> s_nothing = [];

    [Theory]
    [InlineData(1, 1, 0.1, EvaluationVerdict.Good)]
    [InlineData(0.85, 1.18, 1.5, EvaluationVerdict.Good)]
    [InlineData(0.84, 1, 0.1, EvaluationVerdict.Caution)]
    [InlineData(1, 1.19, 0.1, EvaluationVerdict.Caution)]
    [InlineData(1, 1, 1.6, EvaluationVerdict.Caution)]
    [InlineData(0.59, 1, 0.1, EvaluationVerdict.Bad)]
    [InlineData(1, 1.61, 0.1, EvaluationVerdict.Bad)]
    [InlineData(1, 1, 6.1, EvaluationVerdict.Bad)]
    [InlineData(double.NaN, 1, 0.1, EvaluationVerdict.Good)]
    [InlineData(double.NaN, double.NaN, double.NaN, EvaluationVerdict.NotMeasured)]
    public void Faithful(double myocardium, double surround, double spectrum, EvaluationVerdict expected)
    {
        var section = new FidelitySection { Images = 1, HeldOutImages = 1, TextureMyocardium = myocardium, TextureSurround = surround, SpectrumDb = spectrum, Speckle = new SpeckleComparison().Report() };
        Assert.Equal(expected, EvaluationAnswers.Of(section, null, null, null, s_nothing)[0].Verdict);
    }

    [Theory]
    [InlineData(0.9, 0.9, 0.9, EvaluationVerdict.Good)]
    [InlineData(0.56, 0.56, 0.56, EvaluationVerdict.Good)]
    [InlineData(0.55, 0.9, 0.9, EvaluationVerdict.Caution)]
    [InlineData(0.9, 0.55, 0.9, EvaluationVerdict.Caution)]
    [InlineData(0.9, 0.9, 0.23, EvaluationVerdict.Bad)]
    public void Diverse(double precision, double recall, double coverage, EvaluationVerdict expected)
    {
        static DistributionFigures Figures(double p, double r, double c) => new(100, 100, 1, new KernelDistance(0, 0.1), new PrecisionRecall(p, r, 1, c), 100);
        DistributionReport Report(string name, DistributionFigures figures) => new(name, 100, 100, 5, true, figures, Figures(0.8, 0.8, 0.8), [], []);
        // The worst of all extractors counts, whichever comes first.
        var section = new DistributionSection("held-out", [Report("fine", Figures(0.8, 0.8, 0.8)), Report("asked", Figures(precision, recall, coverage))]);
        Assert.Equal(expected, EvaluationAnswers.Of(null, section, null, null, s_nothing)[1].Verdict);
    }

    [Theory]
    [InlineData("redraw", 0.7, EvaluationVerdict.Good)]
    [InlineData("redraw", 0.6, EvaluationVerdict.Caution)]
    [InlineData("redraw", 0.3, EvaluationVerdict.Bad)]
    [InlineData("neighbour", 0.6, EvaluationVerdict.Good)]
    [InlineData("neighbour", 0.1, EvaluationVerdict.Bad)]
    [InlineData("redraw", 2.1, EvaluationVerdict.Bad)]
    public void Diverse_for_one_mask(string kind, double ratio, EvaluationVerdict expected)
    {
        var one = new MeanDeviation(ratio, 0, 5);
        var section = new FidelitySection { Images = 0, HeldOutImages = 0, Speckle = new SpeckleComparison().Report(), Diversity = new DiversitySection(kind, new ConditionalDiversityReport(one, one, one, one, one, one, 5)) };
        Assert.Equal(expected, EvaluationAnswers.Of(section, null, null, null, s_nothing)[1].Verdict);
    }

    [Theory]
    [InlineData(0.9, 0.81, 0.9, EvaluationVerdict.Good)]
    [InlineData(0.9, 0.70, 0.9, EvaluationVerdict.Caution)]
    [InlineData(0.9, 0.60, 0.9, EvaluationVerdict.Bad)]
    [InlineData(0.9, 0.9, 0.7, EvaluationVerdict.Caution)]
    [InlineData(0.9, 0.9, 0.6, EvaluationVerdict.Bad)]
    [InlineData(0.4, 0.4, 0.4, EvaluationVerdict.NotMeasured)]
    [InlineData(0, 0, 0, EvaluationVerdict.NotMeasured)]
    public void Useful(double real, double synthetic, double fidelity, EvaluationVerdict expected)
    {
        static ConfidenceInterval Dice(double value) => new(value, value, value);
        RegimeResult Regime(UsefulnessRegime regime, double dice) => new(regime, 10, 10, Dice(dice), [], [dice], TimeSpan.Zero) { RatioToReal = regime == UsefulnessRegime.Real || real == 0 ? null : Dice(dice / real) };
        var report = new UsefulnessReport
        {
            Regimes = [Regime(UsefulnessRegime.Real, real), Regime(UsefulnessRegime.Synthetic, synthetic)],
            MaskFidelity = new MaskFidelityResult(10, Dice(fidelity), [], Dice(real), []),
            ScarcePatients = [],
            TrainingPatients = 10,
            TestPatients = 10,
            TestImages = 10,
            Warnings = [],
            Options = new UsefulnessOptions(),
        };
        Assert.Equal(expected, EvaluationAnswers.Of(null, null, report, null, s_nothing)[2].Verdict);
    }
}
