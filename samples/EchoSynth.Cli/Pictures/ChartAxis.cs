using System.Globalization;

namespace EchoSynth.Cli.Pictures;

/// <summary>A linear axis: values from one number to another lie between two places, and those beyond stay at the ends.</summary>
internal sealed record ChartAxis(double Low, double High, double From, double To)
{
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

    public static string Label(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
