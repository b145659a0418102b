using System.Text.Json;
using System.Text.Json.Serialization;
using EchoSynth.Diffusion;
using EchoSynth.Imaging.Framing;
using EchoSynth.Validation;
using Microsoft.Extensions.Options;

namespace EchoSynth.Checkpoints;

/// <summary>The content of a model folder's config.json: everything needed to build the network and to use it rightly.</summary>
public sealed record ModelConfig
{
    /// <summary>The file's format name.</summary>
    public const string FormatName = "echosynth-model";

    /// <summary>The newest version of the format that this library reads and the one it writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Always <see cref="FormatName"/>.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>Version of the format.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Height and width, in pixels, of the images it was made for.</summary>
    public required int ImageSize { get; init; }

    /// <summary>How masks enter.</summary>
    public MaskEncoding Mask { get; init; } = new();

    /// <summary>How recordings became the images it was trained on; the defaults where it is not given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FramingOptions? Framing { get; init; }

    /// <summary>The variance-preserving schedule; where neither schedule is given, this one with its defaults.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScheduleOptions? Schedule { get; init; }

    /// <summary>The schedule of the pure-diffusion baseline, in place of <see cref="Schedule"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DdpmScheduleOptions? DdpmSchedule { get; init; }

    /// <summary>Kind of denoiser ("spade-unet", "ncsnpp", or a user's own).</summary>
    public required string DenoiserKind { get; init; }

    /// <summary>The denoiser's options.</summary>
    public required JsonElement Denoiser { get; init; }

    /// <summary>What it was trained on and how far; free text and numbers for people.</summary>
    public IReadOnlyDictionary<string, string> Provenance { get; init; } = new Dictionary<string, string>();

    /// <exception cref="ModelFormatException">There are two.</exception>
    internal DiffusionScheduleOptions? ChosenSchedule(string path) => (Schedule, DdpmSchedule) switch
    {
        (not null, not null) => throw new ModelFormatException(path, "has both \"schedule\" and \"ddpmSchedule\"; a model has one of them."),
        (null, { } ddpm) => ddpm,
        (var schedule, _) => schedule,
    };

    /// <exception cref="ModelFormatException">A value is out of range.</exception>
    internal FramingOptions CheckedFraming(string path)
    {
        try
        {
            var framing = Framing ?? new FramingOptions();
            OptionsGuard.Validate(framing);
            return framing;
        }
        catch (OptionsValidationException e)
        {
            throw new ModelFormatException(path, $"\"framing\": {string.Join(" ", e.Failures)}", e);
        }
    }

    /// <summary>Reads config.json; a foreign format or a newer version is named before anything else is complained about.</summary>
    /// <exception cref="ModelFormatException">The file is missing, not JSON, of another format, of a newer version, or incomplete.</exception>
    internal static ModelConfig Read(string path)
    {
        var plain = ConfigJson.Read<JsonElement>(path);
        if (plain.ValueKind != JsonValueKind.Object || !plain.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || format.GetString() != FormatName)
            throw new ModelFormatException(path, $"is not an EchoSynth model: \"format\" must be \"{FormatName}\".");
        if (!plain.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number is < 1 or > CurrentVersion)
            throw new ModelFormatException(path, $"\"version\" is {(version.ValueKind == JsonValueKind.Undefined ? "missing" : version)}; this library reads versions 1 to {CurrentVersion}.");
        return ConfigJson.Read<ModelConfig>(path);
    }
}
