using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace EchoSynth.Soak;

/// <summary>How long the Studio takes from its start to the first image, and how many images a second it draws for one who drags: requests one after the other, each with a handle a little further.</summary>
internal static class SpeedRun
{
    private const int Images = 60;

    /// <summary>Starts the Studio several times; tells the medians as a Markdown table.</summary>
    public static async Task<string> Go(string model, int threads, int starts, CancellationToken cancellation)
    {
        var (first, rates) = (new List<double>(), new List<double>());
        for (var i = 0; i < starts; i++)
        {
            var clock = Stopwatch.StartNew();
            await using var studio = await StudioProcess.Start(model, threads, cancellation).ConfigureAwait(false);
            using var http = new HttpClient { BaseAddress = studio.Address };
            var heart = JsonNode.Parse(await http.GetStringAsync(new Uri("api/hearts/1", UriKind.Relative), cancellation).ConfigureAwait(false))!["contours"]!;
            await Draw(http, heart, 0, cancellation).ConfigureAwait(false);
            first.Add(clock.Elapsed.TotalSeconds);
            // Code is compiled again, better, in the first seconds; who drags does it for longer.
            for (var k = 1; k <= Images / 2; k++)
                await Draw(http, heart, k, cancellation).ConfigureAwait(false);
            clock.Restart();
            for (var k = 1; k <= Images; k++)
                await Draw(http, heart, k, cancellation).ConfigureAwait(false);
            rates.Add(Images / clock.Elapsed.TotalSeconds);
        }
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| | median of {starts} starts | least–most |\n|---|---|---|\n| from the program's start to the first image | {Median(first):0.00} s | {first.Min():0.00}–{first.Max():0.00} s |\n| images a second while dragging | {Median(rates):0.0} | {rates.Min():0.0}–{rates.Max():0.0} |\n");
    }

    private static async Task Draw(HttpClient http, JsonNode heart, int way, CancellationToken cancellation)
    {
        var contours = heart.DeepClone();
        foreach (var contour in new[] { "cavity", "wall" })
        {
            var handle = contours[contour]!.AsArray()[6]!.AsArray();
            handle[0] = handle[0]!.GetValue<double>() + (0.1 * way);
        }
        using var content = new StringContent(new JsonObject { ["contours"] = contours, ["seed"] = 1 }.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("api/image", UriKind.Relative), content, cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return 0.5 * (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]);
    }
}
