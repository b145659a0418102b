using System.Globalization;
using System.Text.Json;
using EchoSynth.Training;

namespace EchoSynth.Logs;

/// <summary>A <see cref="TrainingEvent"/> as a JSON object; docs/logging.md lists the fields. Names once given are not changed.</summary>
internal static class EventJson
{
    /// <summary>What every line begins with.</summary>
    public static ReadOnlySpan<byte> Head => "{\"event\":\""u8;

    public static void Write(Utf8JsonWriter json, TrainingEvent happened)
    {
        json.WriteStartObject();
        json.WriteString("event", JsonNamingPolicy.CamelCase.ConvertName(happened.GetType().Name));
        json.WriteNumber("step", happened.Step);
        json.WriteNumber("images", happened.ImagesSeen);
        json.WriteString("time", happened.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        switch (happened)
        {
            case TrainingEvent.Started e:
                json.WriteNumber("totalSteps", e.TotalSteps);
                json.WriteNumber("pairs", e.Pairs);
                json.WriteNumber("heldOutPairs", e.HeldOutPairs);
                break;
            case TrainingEvent.Progressed e:
                Progress(json, e.Progress);
                break;
            case TrainingEvent.Estimated e:
                Progress(json, e.Progress);
                break;
            case TrainingEvent.Validated e:
                Validation(json, e);
                break;
            case TrainingEvent.Saved e:
                json.WriteString("folder", e.Folder);
                json.WriteBoolean("isBest", e.IsBest);
                break;
            case TrainingEvent.RolledBack e:
                json.WriteNumber("fromStep", e.FromStep);
                json.WriteString("reason", e.Reason);
                Number(json, "rateFactor", e.RateFactor);
                break;
            case TrainingEvent.Warned e:
                json.WriteString("message", e.Message);
                break;
            case TrainingEvent.Ended e:
                json.WriteBoolean("stoppedEarly", e.StoppedEarly);
                break;
        }
        json.WriteEndObject();
    }

    private static void Progress(Utf8JsonWriter json, TrainingProgress progress)
    {
        json.WriteNumber("totalSteps", progress.TotalSteps);
        Number(json, "imagesPerSecond", progress.ImagesPerSecond);
        Number(json, "elapsedSeconds", progress.Elapsed.TotalSeconds);
        Number(json, "remainingSeconds", progress.Remaining.TotalSeconds);
        Number(json, "waitingForData", progress.WaitingForData);
        Number(json, "denoiserRate", progress.DenoiserRate);
        Number(json, "discriminatorRate", progress.DiscriminatorRate);
        json.WriteNumber("residentMemory", progress.ResidentMemory);
        Number(json, "expectedCost", progress.ExpectedCost ?? double.NaN);
        json.WriteStartObject("losses");
        foreach (var (name, value) in progress.Losses)
            Number(json, name, value);
        json.WriteEndObject();
    }

    private static void Validation(Utf8JsonWriter json, TrainingEvent.Validated happened)
    {
        json.WriteBoolean("isBest", happened.IsBest);
        json.WriteStartObject("report");
        foreach (var (name, value) in ValidationFigures.Of(happened.Report))
            Number(json, JsonNamingPolicy.CamelCase.ConvertName(name), value);
        json.WriteNumber("images", happened.Report.Images);
        json.WriteEndObject();
        json.WriteStartArray("samples");
        foreach (var sample in happened.Samples)
            json.WriteStringValue(sample.Id);
        json.WriteEndArray();
    }

    /// <summary>JSON has no NaN and no infinity: null.</summary>
    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }
}
