using System.Globalization;

namespace EchoSynth.Cli.Terminal;

/// <summary>Numbers as people read them; the same in every culture.</summary>
internal static class Texts
{
    public static string Duration(TimeSpan time) =>
        time.TotalSeconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s") :
        time.TotalHours < 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00} min") :
        string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00} h");

    /// <summary>A number of things: "1 patient", "2 patients".</summary>
    public static string Count(long number, string thing) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {thing}{(number == 1 ? "" : "s")}");

    public static string RateAndRest(double perSecond, TimeSpan remaining) =>
        string.Create(CultureInfo.InvariantCulture, $"{perSecond:0.0}/s, {Duration(remaining)} left");

    public static string Losses(IReadOnlyDictionary<string, double> losses) =>
        string.Join(" ", losses.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key} {l.Value:0.000}")));
}
