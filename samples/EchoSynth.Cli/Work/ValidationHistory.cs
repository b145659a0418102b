using System.Text.Json;
using EchoSynth.Training;

namespace EchoSynth.Cli.Work;

/// <summary>The validations of a training, from its log: those of the runs before a resumption, too.</summary>
internal static class ValidationHistory
{
    /// <returns>Training images seen and figures, in order; those that were done again count once.</returns>
    public static IReadOnlyList<(long Images, ValidationReport Report)> Read(string log)
    {
        var found = new SortedDictionary<long, ValidationReport>();
        if (!File.Exists(log))
            return [];
        using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var images = json.RootElement.GetProperty("images").GetInt64();
            switch (json.RootElement.GetProperty("event").GetString())
            {
                case "started" or "rolledBack":
                    foreach (var later in found.Keys.Where(k => k > images).ToArray())
                        found.Remove(later);
                    break;
                case "validated":
                    found[images] = Report(json.RootElement.GetProperty("report"));
                    break;
                default:
                    break;
            }
        }
        return [.. found.Select(f => (f.Key, f.Value))];
    }

    private static ValidationReport Report(JsonElement report)
    {
        double Number(string name) => report.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;
        return new ValidationReport(Number("psnr"), Number("ssim"), Number("mse"), Number("textureMyocardium"), Number("textureSurround"),
            Number("spectrumError"), Number("seedSpread"), Number("seedSpreadCoarse"), Number("crps"), Number("dispersion"), report.GetProperty("images").GetInt32());
    }
}
