using System.Globalization;

namespace EchoSynth.Reports;

/// <summary>A linear axis of a chart: values from one number to another lie between two places, and those beyond stay at the ends.</summary>
/// <param name="Low">The smallest value drawn, at <paramref name="From"/>; smaller ones are drawn there, too.</param>
/// <param name="High">The largest value drawn, at <paramref name="To"/>; above <paramref name="Low"/>.</param>
/// <param name="From">The place of the low end, in the drawing's units.</param>
/// <param name="To">The place of the high end.</param>
public sealed record ChartAxis(double Low, double High, double From, double To)
{
    /// <summary>The place of a value on the axis, in the drawing's units; of values beyond the ends the nearer end.</summary>
    public double At(double value) => From + (To - From) * (Math.Clamp(value, Low, High) - Low) / (High - Low);

    /// <summary>Round numbers (1, 2 or 5 times a power of ten apart), about as many as asked for.</summary>
    public IEnumerable<double> Ticks(int about)
    {
        var raw = (High - Low) / about;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * (raw / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
        for (var i = (long)Math.Ceiling(Low / step); i * step <= High * (1 + 1e-9); i++)
            yield return Math.Round(i * step, 12);
    }

    /// <summary>A tick as text; the same in every culture.</summary>
    public static string Label(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
