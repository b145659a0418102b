using System.Text.Json;
using System.Text.Json.Serialization;
using EchoSynth.Imaging.Framing;

namespace EchoSynth.Synthesis;

/// <summary>A line of manifest.jsonl: one synthetic image and all it was made from; or, of skipped.jsonl, one that could not be made.</summary>
internal sealed record SynthesisEntry
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Its number in the whole set, from 0.</summary>
    public required long Index { get; init; }

    public string? File { get; init; }

    public string? Mask { get; init; }

    /// <summary>The mask's own file, relative to the data set it is from.</summary>
    public required string Source { get; init; }

    /// <summary>The mask's id in that data set.</summary>
    public required string Id { get; init; }

    public required string Patient { get; init; }

    public required string View { get; init; }

    public required string Phase { get; init; }

    public required string Split { get; init; }

    public required long Seed { get; init; }

    /// <summary>The look it was drawn in, where the mask's item named one; null where it is among the options, or there is none.</summary>
    public string? Domain { get; init; }

    /// <summary>SHA-256 of the model's weights.</summary>
    public required string Model { get; init; }

    public required SortedDictionary<string, JsonElement> Options { get; init; }

    /// <summary>How the recording was framed: what <see cref="FrameGeometry.Restore(Imaging.EchoImage)"/> needs; null where there was none.</summary>
    public FrameGeometry? Geometry { get; init; }

    /// <summary>SHA-256 of what went into the network: the framed mask, and the recording where it guides.</summary>
    public string? InputSha256 { get; init; }

    /// <summary>SHA-256 of the image file (of CAMUS' older layout: of its pixel file).</summary>
    public string? Sha256 { get; init; }

    /// <summary>The same of the mask.</summary>
    public string? MaskSha256 { get; init; }

    /// <summary>Why there is no image; null for those that are there.</summary>
    public string? Skipped { get; init; }

    /// <summary>Always true.</summary>
    public bool Synthetic { get; init; } = true;

    /// <summary>One line of JSON.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, s_json);

    /// <returns>Null for a line that is none, such as the last of a killed process.</returns>
    public static SynthesisEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<SynthesisEntry>(line, s_json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
