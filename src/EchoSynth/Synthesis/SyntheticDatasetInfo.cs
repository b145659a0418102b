using System.Text.Json;
using System.Text.Json.Serialization;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Framing;

namespace EchoSynth.Synthesis;

/// <summary>dataset.json: what a synthetic data set was made from. The same for all its shards.</summary>
internal sealed record SyntheticDatasetInfo
{
    public const string FileName = "dataset.json";
    private const int MaximalLength = 1 << 20;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public required string Name { get; init; }

    /// <summary>Always true.</summary>
    public bool Synthetic { get; init; } = true;

    public required string Generator { get; init; }

    public required long Count { get; init; }

    public required long Seed { get; init; }

    public required SynthesisLayout Layout { get; init; }

    public required int Masks { get; init; }

    public required int Patients { get; init; }

    /// <summary>SHA-256 over ids, files and order of the masks, so that shards of different lists do not mix.</summary>
    public required string MasksHash { get; init; }

    public required SortedDictionary<string, JsonElement> Options { get; init; }

    public required ModelFacts Model { get; init; }

    [JsonIgnore]
    public double Strength => Options.TryGetValue("strength", out var value) && value.TryGetDouble(out var strength) ? strength : 1;

    /// <summary>What another description says otherwise, for people; empty where nothing.</summary>
    public string Differences(SyntheticDatasetInfo other) => Differences(JsonSerializer.SerializeToElement(this, s_json), JsonSerializer.SerializeToElement(other, s_json));

    /// <summary>What another object says otherwise than the one that is here, for people: five fields at most; empty where nothing.</summary>
    public static string Differences(JsonElement here, JsonElement other)
    {
        static IEnumerable<string> Of(JsonElement a, JsonElement b, string prefix) => a.EnumerateObject().SelectMany(p =>
            !b.TryGetProperty(p.Name, out var q) ? [$"{prefix}{p.Name} is {p.Value} here"]
            : p.Value.ValueKind == JsonValueKind.Object && q.ValueKind == JsonValueKind.Object ? Of(p.Value, q, $"{prefix}{p.Name}.")
            : p.Value.GetRawText() == q.GetRawText() ? (string[])[] : [$"{prefix}{p.Name} is {p.Value} here and would be {q}"]);
        return string.Join("; ", Of(here, other, "").Concat(other.EnumerateObject().Where(p => !here.TryGetProperty(p.Name, out _)).Select(p => $"{p.Name} would be {p.Value}")).Take(5));
    }

    public static SyntheticDatasetInfo Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new EchoFormatException(path, null, Directory.Exists(folder) ? "no such file: this folder holds no synthetic data set." : "the folder does not exist.");
        try
        {
            var text = FileInput.Read(path, stream => stream.Length <= MaximalLength ? FileInput.ReadExactly(stream, stream.Length, path, "file") : throw new EchoFormatException(path, null, $"the file has {stream.Length} bytes; a description has a few thousand."));
            return JsonSerializer.Deserialize<SyntheticDatasetInfo>(text, s_json) ?? throw new JsonException("it holds null.");
        }
        catch (JsonException e)
        {
            throw new EchoFormatException(path, e.Path, $"not the description of a synthetic data set: {e.Message}", e);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, s_json) + "\n";

    /// <summary>What drew the images: its kind, size and training.</summary>
    internal sealed record ModelFacts(string Hash, string Kind, int ImageSize, IReadOnlyList<AnatomyLabel> Labels, FramingOptions Framing, SortedDictionary<string, string> Provenance);
}
