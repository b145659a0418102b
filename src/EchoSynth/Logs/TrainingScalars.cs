using System.Text.Json;
using EchoSynth.Training;

namespace EchoSynth.Logs;

/// <summary>The numbers of an event by TensorBoard tag; docs/logging.md lists them.</summary>
internal static class TrainingScalars
{
    private const string Norm = "norm.";

    public static IEnumerable<(string Tag, double Value)> Of(TrainingEvent happened) => happened switch
    {
        TrainingEvent.Progressed e => OfProgress(e.Progress),
        TrainingEvent.Validated e => ValidationFigures.Of(e.Report).Select(f => ("validation/" + JsonNamingPolicy.SnakeCaseLower.ConvertName(f.Name), f.Value)),
        _ => [],
    };

    private static IEnumerable<(string Tag, double Value)> OfProgress(TrainingProgress progress)
    {
        foreach (var (name, value) in progress.Losses)
            yield return (name.StartsWith(Norm, StringComparison.Ordinal) ? $"gradient_norm/{name[Norm.Length..]}" : $"loss/{name}", value);
        yield return ("rate/denoiser", progress.DenoiserRate);
        if (progress.DiscriminatorRate != 0)
            yield return ("rate/discriminator", progress.DiscriminatorRate);
        yield return ("run/images_per_second", progress.ImagesPerSecond);
        yield return ("run/waiting_for_data", progress.WaitingForData);
        yield return ("run/remaining_hours", progress.Remaining.TotalHours);
        yield return ("run/resident_memory_gib", progress.ResidentMemory / (double)(1L << 30));
        if (progress.ExpectedCost is { } cost)
            yield return ("run/expected_cost", cost);
    }
}
