using System.Globalization;
using EchoSynth.Evaluation;
using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Reports;

/// <summary>Figures as people read them; the same in every culture. What was not measured is a dash.</summary>
internal static class Figures
{
    public const string None = "–", Real = "#334155", Synthetic = "#2563eb", HeldOut = "#0f766e", Second = "#b45309";

    public static string Number(double value, int decimals = 2) =>
        double.IsNaN(value) ? None : double.IsInfinity(value) ? "∞" : value.ToString($"N{decimals}", CultureInfo.InvariantCulture).Replace('-', '−');

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Share(double value) => double.IsNaN(value) ? None : $"{Number(100 * value, 1)} %";

    public static string Spread(double mean, double deviation, int decimals = 2) => double.IsFinite(deviation) ? $"{Number(mean, decimals)} ± {Number(deviation, decimals)}" : Number(mean, decimals);

    public static string Spread(MeanDeviation figure, int decimals = 2) => Spread(figure.Mean, figure.StandardDeviation, decimals);

    public static string Range(ConfidenceInterval? figure, int decimals = 2) => figure is null ? None : $"{Number(figure.Value, decimals)} ({Number(figure.Low, decimals)}…{Number(figure.High, decimals)})";

    public static string Shares(ConfidenceInterval? figure) => figure is null ? None : $"{Share(figure.Value)} ({Number(100 * figure.Low, 1)}…{Number(100 * figure.High, 1)} %)";

    public static string Name(EvaluationVerdict verdict) => verdict switch
    {
        EvaluationVerdict.Good => "good",
        EvaluationVerdict.Caution => "caution",
        EvaluationVerdict.Bad => "bad",
        _ => "not measured",
    };
}
