using System.Text.Json;
using System.Text.Json.Serialization;

namespace EchoSynth.Cli.Work;

/// <summary>Writes what programs read: indented JSON, whole or not at all.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    /// <summary>A finite figure to six decimals, or null: JSON has no infinity.</summary>
    public static double? Number(double value) => double.IsFinite(value) ? Math.Round(value, 6) : null;

    public static void Write(string path, object content) => TextFile.Write(path, JsonSerializer.Serialize(content, Options) + "\n");
}
