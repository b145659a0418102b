using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using EchoSynth.Imaging;

namespace EchoSynth.Checkpoints;

/// <summary>One way to write and read the library's JSON files.</summary>
internal static class ConfigJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write<T>(string path, T value) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, value, Options));

    /// <exception cref="ModelFormatException">The file is missing, not JSON, or has members this version does not know.</exception>
    public static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text(path), Options) ?? throw new ModelFormatException(path, "holds null.");
        }
        catch (JsonException e)
        {
            throw new ModelFormatException(path, $"is not {(typeof(T) == typeof(JsonElement) ? "JSON" : $"a valid {typeof(T).Name}")}: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new ModelFormatException(path, $"holds a text that is not Unicode: {e.Message}", e);
        }
    }

    /// <summary>The file's JSON, in which every text and number can be read: else a JsonElement of it would fail wherever that is looked at.</summary>
    private static ReadOnlySpan<byte> Text(string path)
    {
        using var stream = ModelFile.Open(path, "JSON is needed", ModelFile.LongestJson);
        var bytes = new byte[stream.Length];
        // One that shrinks meanwhile ends in zeros, which are no JSON.
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var text = bytes.AsSpan(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        if (!Utf8.IsValid(text))
            throw new ModelFormatException(path, "is not UTF-8.");
        var reader = new Utf8JsonReader(text);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                reader.GetString();
            // Read as an infinity, which nothing here is, and which could not be written again.
            if (reader.TokenType == JsonTokenType.Number && !(reader.TryGetDouble(out var number) && double.IsFinite(number)))
                throw new ModelFormatException(path, $"holds a number that is too large at byte {reader.TokenStartIndex}.");
        }
        return text;
    }
}
