using System.Text.Json;

namespace EchoSynth.Imaging.Datasets;

/// <summary>manifest.jsonl: one JSON object a line. Read line by line, however long the file is.</summary>
internal static class ManifestJson
{
    private static readonly JsonDocumentOptions s_options = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static IEnumerable<(int Line, ManifestFields Fields)> Read(string path)
    {
        var line = 0;
        foreach (var text in TextLines.Read(path))
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text))
                yield return (line, Fields(text, path, line));
        }
    }

    private static ManifestFields Fields(string text, string path, int line)
    {
        try
        {
            using var json = JsonDocument.Parse(text, s_options);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw ManifestFields.Bad(path, line, null, $"a JSON {json.RootElement.ValueKind}; each line must be an object such as {{\"image\": \"a.png\", \"mask\": \"a_gt.png\"}}.");
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in json.RootElement.EnumerateObject())
            {
                // What is neither text nor number nor truth value is none of the fields that are read.
                if (property.Value.ValueKind is JsonValueKind.String)
                    fields[property.Name] = property.Value.GetString()!;
                else if (property.Value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                    fields[property.Name] = property.Value.GetRawText();
                else if (property.NameEquals("options") && property.Value.ValueKind is JsonValueKind.Object && property.Value.TryGetProperty("domain", out var common) && common.ValueKind is JsonValueKind.String)
                    fields.TryAdd("domain", common.GetString()!); // lines of `echosynth generate --domain`, where it is the same for all
            }
            return new ManifestFields(fields);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw ManifestFields.Bad(path, line, null, $"no JSON object: {error.Message}", error);
        }
    }
}
