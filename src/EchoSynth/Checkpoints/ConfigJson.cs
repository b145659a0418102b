using System.Text.Json;
using System.Text.Json.Serialization;
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
        if (!File.Exists(path))
            throw new ModelFormatException(path, "no such file.");
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(stream, Options) ?? throw new ModelFormatException(path, "holds null.");
        }
        catch (JsonException e)
        {
            throw new ModelFormatException(path, $"is not {(typeof(T) == typeof(JsonElement) ? "JSON" : $"a valid {typeof(T).Name}")}: {e.Message}", e);
        }
    }
}
