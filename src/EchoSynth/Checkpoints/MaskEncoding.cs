using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using EchoSynth.Imaging;
using EchoSynth.Validation;

namespace EchoSynth.Checkpoints;

/// <summary>How an <see cref="AnatomyMask"/> becomes the mask channels of a network.</summary>
/// <remarks>
/// Channels, in order: one for each of <see cref="Labels"/>, 0 or 1; then, with <see cref="Sector"/>, 1 inside the ultrasound sector (labelled pixels included, whether their
/// label has a channel or not); then, with <see cref="Domains"/>, one for each, 1 everywhere in that of the image's own domain. Two encodings that make the same channels are equal.
/// </remarks>
public sealed record MaskEncoding
{
    private const int MostDomains = 32, LongestDomain = 64;

    private static readonly AnatomyLabel[] AllLabels = [AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium];

    /// <summary>The labels that have a channel, in the order of the channels: at least one, each once, not Background or Sector.</summary>
    /// <value>The default value is LV, myocardium, LA.</value>
    [AllowedValues(AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium)]
    public IReadOnlyList<AnatomyLabel> Labels { get; init => field = value?.ToArray()!; } = AllLabels;

    /// <summary>Whether the sector is a channel of its own, after those of the labels.</summary>
    /// <value>The default value is true.</value>
    public bool Sector { get; init; } = true;

    /// <summary>
    /// The looks that one model tells apart, for example scanners: each a channel of its own after the others, so that an image is drawn in the one that is asked for
    /// (<see cref="Sampling.SampleRequest.Domain"/>). Up to 32 different names of 1 to 64 characters.
    /// </summary>
    /// <value>The default value is empty: the model draws everything in one look.</value>
    [JsonIgnore]
    public IReadOnlyList<string> Domains { get; init => field = value?.ToArray()!; } = [];

    /// <summary>Number of channels K: that of the labels, one for the sector, that of the domains.</summary>
    [JsonIgnore]
    public int Channels => (Labels?.Count ?? 0) + (Sector ? 1 : 0) + (Domains?.Count ?? 0);

    /// <summary><see cref="Domains"/> in files, where those without are as they were before there were any.</summary>
    [JsonInclude]
    [JsonPropertyName("domains")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal IReadOnlyList<string>? NamedDomains
    {
        get => Domains is { Count: > 0 } ? Domains : null;
        init => Domains = value ?? [];
    }

    /// <summary>Whether another encoding makes the same channels.</summary>
    public bool Equals(MaskEncoding? other) =>
        other is not null && Sector == other.Sector && Labels.SequenceEqual(other.Labels) && Domains.SequenceEqual(other.Domains, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Domains.Aggregate(Labels.Aggregate(HashCode.Combine(Sector), HashCode.Combine), (hash, domain) => HashCode.Combine(hash, StringComparer.Ordinal.GetHashCode(domain)));

    /// <summary>The channels in words, for example "LeftVentricle, Myocardium, LeftAtrium, Sector".</summary>
    public override string ToString() => string.Join(", ", Labels.Select(l => l.ToString()).Concat(Sector ? [nameof(AnatomyLabel.Sector)] : []).Concat(Domains.Select(d => $"domain '{d}'")));

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">There is no label, one twice, or one that cannot have a channel; lists every error.</exception>
    internal void Validate() => OptionsGuard.Validate(this, FurtherErrors());

    /// <summary>What is wrong with a domain that was asked for, to follow a text that says where; null where nothing is.</summary>
    internal string? DomainProblem(string? domain) =>
        Domains.Count == 0 ? domain is null ? null : $"asks for the domain '{domain}'; this model knows none, so it must be left out."
        : domain is null ? $"names no domain; this model needs one of {string.Join(", ", Domains)}."
        : Domains.Contains(domain, StringComparer.Ordinal) ? null : $"asks for the domain '{domain}'; this model knows {string.Join(", ", Domains)}.";

    /// <summary>Writes the one-hot channels of a mask.</summary>
    /// <param name="mask">Row-major labels.</param>
    /// <param name="channels">[K × Height × Width], overwritten.</param>
    /// <param name="domain">One of <see cref="Domains"/>; null where there are none.</param>
    internal void Encode(AnatomyMask mask, Span<float> channels, string? domain = null)
    {
        var labels = mask.Labels;
        Span<int> channelOf = stackalloc int[(int)AnatomyLabel.Sector + 1];
        channelOf.Fill(-1);
        for (var channel = 0; channel < Labels.Count; channel++)
            channelOf[(int)Labels[channel]] = channel;
        channels.Clear();
        for (var i = 0; i < labels.Length; i++)
        {
            var label = labels[i];
            if (channelOf[label] is >= 0 and var channel)
                channels[channel * labels.Length + i] = 1;
            if (Sector && label != 0)
                channels[Labels.Count * labels.Length + i] = 1;
        }
        for (var d = 0; d < Domains.Count; d++)
        {
            if (string.Equals(Domains[d], domain, StringComparison.Ordinal))
                channels.Slice((Channels - Domains.Count + d) * labels.Length, labels.Length).Fill(1);
        }
    }

    private IEnumerable<string> FurtherErrors()
    {
        const string range = "it must name at least one of LeftVentricle, Myocardium, LeftAtrium, each at most once";
        if (Labels is null)
            yield return $"Labels is null; {range}.";
        else if (Labels.Count == 0)
            yield return $"Labels is []; {range}.";
        else if (Labels.Distinct().Count() < Labels.Count)
            yield return $"Labels is [{string.Join(", ", Labels)}]; {range}.";
        if (Domains is null)
            yield return "Domains is null; it must be a list, empty where the model tells none apart.";
        else if (Domains.Count > MostDomains || Domains.Any(d => d is null || d.Length is 0 or > LongestDomain) || Domains.Distinct(StringComparer.Ordinal).Count() < Domains.Count)
            yield return $"Domains is [{string.Join(", ", Domains.Take(MostDomains + 1).Select(d => $"'{d}'"))}]; it must have at most {MostDomains} different names of 1 to {LongestDomain} characters.";
    }
}
