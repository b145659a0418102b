using EchoSynth.Imaging;

namespace EchoSynth.Checkpoints;

/// <summary>How an <see cref="AnatomyMask"/> becomes the mask channels of a network.</summary>
/// <remarks>Channels, in order: LV, myocardium, LA, each 0 or 1; then, with <see cref="Sector"/>, 1 inside the ultrasound sector (labelled pixels included).</remarks>
public sealed record MaskEncoding
{
    /// <summary>Whether the sector is a channel of its own.</summary>
    /// <value>The default value is true.</value>
    public bool Sector { get; init; } = true;

    /// <summary>Number of channels K: 3, or 4 with the sector.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Channels => Sector ? 4 : 3;

    /// <summary>Writes the one-hot channels of a mask.</summary>
    /// <param name="mask">Row-major labels.</param>
    /// <param name="channels">[K × Height × Width], overwritten.</param>
    internal void Encode(AnatomyMask mask, Span<float> channels)
    {
        var labels = mask.Labels;
        channels.Clear();
        for (var i = 0; i < labels.Length; i++)
        {
            var label = labels[i];
            if (label is >= 1 and <= 3)
                channels[(label - 1) * labels.Length + i] = 1;
            if (Sector && label != 0)
                channels[3 * labels.Length + i] = 1;
        }
    }
}
