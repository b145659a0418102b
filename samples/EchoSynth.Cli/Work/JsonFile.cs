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

    public static void Write(string path, object content) => TextFile.Write(path, JsonSerializer.Serialize(content, Options) + "\n");
}
