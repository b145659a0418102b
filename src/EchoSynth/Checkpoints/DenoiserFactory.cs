using System.Text.Json;
using EchoSynth.Denoisers;

namespace EchoSynth.Checkpoints;

/// <summary>Builds denoisers by the kind named in config.json. Register your own kind once, at start-up, and model folders with it load like any other.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public static class DenoiserFactory
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Func<JsonElement, IMaskConditionedDenoiser>> Kinds = new(StringComparer.Ordinal)
    {
        ["spade-unet"] = options => new SpadeUNetDenoiser(Read<SpadeUNetOptions>(options)),
        ["ncsnpp"] = options => new NcsnPlusPlusDenoiser(Read<NcsnPlusPlusOptions>(options)),
    };

    /// <summary>Registers a kind of denoiser.</summary>
    /// <param name="kind">What the denoiser's <see cref="IMaskConditionedDenoiser.Kind"/> returns.</param>
    /// <param name="create">Builds the network from the options element of config.json.</param>
    /// <exception cref="ArgumentException">The kind is one of the library's own.</exception>
    public static void Register(string kind, Func<JsonElement, IMaskConditionedDenoiser> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(kind);
        ArgumentNullException.ThrowIfNull(create);
        if (kind is "spade-unet" or "ncsnpp")
            throw new ArgumentException($"'{kind}' is a kind of the library's own; choose another name.", nameof(kind));
        Kinds[kind] = create;
    }

    internal static IMaskConditionedDenoiser Create(string path, string kind, JsonElement options)
    {
        if (!Kinds.TryGetValue(kind, out var create))
            throw new ModelFormatException(path, $"the denoiser is of kind '{kind}'; known are {string.Join(", ", Kinds.Keys.Order())}. A kind of your own is registered with DenoiserFactory.Register.");
        try
        {
            return create(options);
        }
        catch (Exception e) when (e is JsonException or Microsoft.Extensions.Options.OptionsValidationException)
        {
            throw new ModelFormatException(path, $"the options of the {kind} denoiser are not valid: {e.Message}", e);
        }
    }

    private static T Read<T>(JsonElement options) => options.Deserialize<T>(ConfigJson.Options) ?? throw new JsonException("null");
}
