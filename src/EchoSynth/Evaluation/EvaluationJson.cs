using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EchoSynth.Imaging;

namespace EchoSynth.Evaluation;

/// <summary>Reports as JSON: names in snake_case; what is no number (NaN, infinite) is null; a question that was not answered is an object with "not_measured".</summary>
internal static class EvaluationJson
{
    private const string NotMeasured = "not_measured";
    private static readonly string[] s_questions = ["fidelity", "distribution", "usefulness", "privacy"];
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        RespectNullableAnnotations = true,
        Converters = { new Numbers(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Write(EvaluationReport report)
    {
        var root = JsonSerializer.SerializeToNode(report, s_options)!.AsObject();
        foreach (var question in s_questions)
        {
            if (root[question] is null)
                root[question] = new JsonObject { [NotMeasured] = report.NotMeasured.GetValueOrDefault(question, "not asked") };
        }
        return root.ToJsonString(s_options) + "\n";
    }

    /// <exception cref="EchoFormatException">No report, or one of another version.</exception>
    public static EvaluationReport Read(string path)
    {
        try
        {
            if (JsonNode.Parse(File.ReadAllBytes(path)) is not JsonObject root || root["format"]?.ToString() != EvaluationReport.FormatName)
                throw new EchoFormatException(path, "format", $"this is no evaluation; \"{EvaluationReport.FormatName}\" was expected, as 'evaluate --json' writes it.");
            if (root["version"] is not JsonValue version || !version.TryGetValue(out int number) || number != EvaluationReport.FormatVersion)
                throw new EchoFormatException(path, "version", $"{root["version"]}; this library reads version {EvaluationReport.FormatVersion}.");
            foreach (var question in s_questions)
            {
                if (root[question] is JsonObject section && section.ContainsKey(NotMeasured))
                    root[question] = null;
            }
            return root.Deserialize<EvaluationReport>(s_options) ?? throw new EchoFormatException(path, null, "the report is empty.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            throw new EchoFormatException(path, (error as JsonException)?.Path, $"not a report as 'evaluate --json' writes it: {error.Message}", error);
        }
    }

    private sealed class Numbers : JsonConverter<double>
    {
        public override bool HandleNull => true;

        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (!double.IsFinite(value))
                writer.WriteNullValue();
            else if (value == 0 || Math.Abs(value) >= 1e-4)
                writer.WriteNumberValue(Math.Round(value, Math.Abs(value) < 1 ? 8 : 6));
            else
                writer.WriteNumberValue(value);
        }
    }
}
