using System.Text;
using System.Text.Json;

namespace EchoSynth.Imaging.Datasets;

/// <summary>manifest.jsonl: one JSON object a line. Read line by line, however long the file is.</summary>
internal static class ManifestJson
{
    private const int MaximalLine = 1 << 20;
    private static readonly JsonDocumentOptions s_options = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static IEnumerable<(int Line, ManifestFields Fields)> Read(string path)
    {
        // Opened by FileInput for its errors; read lazily, so not within it.
        FileInput.Read(path, _ => true);
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        for (var line = 1; Next(reader, path, line) is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
                yield return (line, Fields(text, path, line));
        }
    }

    private static string? Next(StreamReader reader, string path, int line)
    {
        var text = new StringBuilder();
        try
        {
            for (var c = reader.Read(); ; c = reader.Read())
            {
                if (c is -1 or '\n')
                    return c == -1 && text.Length == 0 ? null : text.ToString();
                if (text.Length == MaximalLine)
                    throw ManifestFields.Bad(path, line, null, $"the line is longer than {MaximalLine} characters.");
                text.Append((char)c);
            }
        }
        catch (Exception error) when (error is DecoderFallbackException or (IOException and not EchoFormatException))
        {
            throw ManifestFields.Bad(path, line, null, $"cannot be read: {error.Message}", error);
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
            }
            return new ManifestFields(fields);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw ManifestFields.Bad(path, line, null, $"no JSON object: {error.Message}", error);
        }
    }
}
