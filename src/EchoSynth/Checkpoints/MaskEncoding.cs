using System.ComponentModel.DataAnnotations;
using EchoSynth.Imaging;
using EchoSynth.Validation;

namespace EchoSynth.Checkpoints;

/// <summary>How an <see cref="AnatomyMask"/> becomes the mask channels of a network.</summary>
/// <remarks>
/// Channels, in order: one for each of <see cref="Labels"/>, 0 or 1; then, with <see cref="Sector"/>, 1 inside the ultrasound sector (labelled pixels included, whether their
/// label has a channel or not). Two encodings with the same labels in the same order are equal.
/// </remarks>
public sealed record MaskEncoding
{
    private static readonly AnatomyLabel[] AllLabels = [AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium];

    /// <summary>The labels that have a channel, in the order of the channels: at least one, each once, not Background or Sector.</summary>
    /// <value>The default value is LV, myocardium, LA.</value>
    [AllowedValues(AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium)]
    public IReadOnlyList<AnatomyLabel> Labels { get; init => field = value?.ToArray()!; } = AllLabels;

    /// <summary>Whether the sector is a channel of its own, after those of the labels.</summary>
    /// <value>The default value is true.</value>
    public bool Sector { get; init; } = true;

    /// <summary>Number of channels K: that of the labels, and one for the sector.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Channels => (Labels?.Count ?? 0) + (Sector ? 1 : 0);

    /// <summary>Whether another encoding makes the same channels.</summary>
    public bool Equals(MaskEncoding? other) => other is not null && Sector == other.Sector && Labels.SequenceEqual(other.Labels);

    /// <inheritdoc/>
    public override int GetHashCode() => Labels.Aggregate(HashCode.Combine(Sector), HashCode.Combine);

    /// <summary>The channels in words, for example "LeftVentricle, Myocardium, LeftAtrium, Sector".</summary>
    public override string ToString() => string.Join(", ", Sector ? Labels.Append(AnatomyLabel.Sector) : Labels);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">There is no label, one twice, or one that cannot have a channel; lists every error.</exception>
    internal void Validate() => OptionsGuard.Validate(this, FurtherErrors());

    /// <summary>Writes the one-hot channels of a mask.</summary>
    /// <param name="mask">Row-major labels.</param>
    /// <param name="channels">[K × Height × Width], overwritten.</param>
    internal void Encode(AnatomyMask mask, Span<float> channels)
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
    }
}
