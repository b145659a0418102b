using System.Text.Json;
using EchoSynth.Checkpoints;
using Microsoft.Extensions.Options;

namespace EchoSynth.Segmentation;

/// <summary>The content of a segmenter folder's config.json.</summary>
internal sealed record SegmenterConfig
{
    public const string FormatName = "echosynth-segmenter";
    private const int CurrentVersion = 1;

    public string Format { get; init; } = FormatName;

    public int Version { get; init; } = CurrentVersion;

    public required SegmenterOptions Options { get; init; }

    /// <summary>Reads config.json; a foreign format or a newer version is named before anything else is complained about.</summary>
    /// <exception cref="ModelFormatException">The file is missing, not JSON, of another format, of a newer version, or out of range.</exception>
    public static SegmenterConfig Read(string path)
    {
        var plain = ConfigJson.Read<JsonElement>(path);
        if (plain.ValueKind != JsonValueKind.Object || !plain.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || format.GetString() != FormatName)
            throw new ModelFormatException(path, $"is not a segmenter: \"format\" must be \"{FormatName}\".");
        if (!plain.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number is < 1 or > CurrentVersion)
            throw new ModelFormatException(path, $"\"version\" is {(plain.TryGetProperty("version", out var v) ? v.GetRawText() : "missing")}; this library reads version {CurrentVersion}.");
        var config = ConfigJson.Read<SegmenterConfig>(path);
        try
        {
            config.Options.Validate();
        }
        catch (OptionsValidationException e)
        {
            throw new ModelFormatException(path, $"\"options\": {string.Join(" ", e.Failures)}", e);
        }
        return config;
    }
}
