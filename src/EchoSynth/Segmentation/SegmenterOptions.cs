using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using EchoSynth.Augmentation;
using EchoSynth.Validation;

namespace EchoSynth.Segmentation;

/// <summary>Options of a <see cref="Segmenter"/>: its network and how it is trained. The defaults take under a minute on two processor cores.</summary>
public sealed record SegmenterOptions
{
    /// <summary>
    /// Small changes for a segmenter: rotation 6°, scale 0.08, shift 0.03, gain 0.2, gamma 0.2, speckle 0.1; never a flip, since echocardiographic views are oriented.
    /// </summary>
    public static AugmentationOptions MildAugmentation { get; } = new()
    {
        RotationDegrees = 6, Scale = 0.08, Shift = 0.03, Gain = 0.2, Gamma = 0.2, Speckle = 0.1,
    };

    /// <summary>Height and width, in pixels, at which the network works; a multiple of 2^<see cref="Depth"/>. Images of any size are brought to it, and masks back.</summary>
    /// <value>The default value is 128.</value>
    [Range(16, 2048)]
    public int ImageSize { get; init; } = 128;

    /// <summary>Channels of the first level; a multiple of 4. Levels below have twice and four times as many.</summary>
    /// <value>The default value is 16.</value>
    [Range(4, 256)]
    public int Width { get; init; } = 16;

    /// <summary>Levels of the network; the first works at half of <see cref="ImageSize"/>.</summary>
    /// <value>The default value is 4.</value>
    [Range(1, 7)]
    public int Depth { get; init; } = 4;

    /// <summary>Steps of the optimiser, whatever the number of pairs.</summary>
    /// <value>The default value is 300.</value>
    [Range(1, 10_000_000)]
    public int Steps { get; init; } = 300;

    /// <summary>Pairs in one step.</summary>
    /// <value>The default value is 8.</value>
    [Range(1, 1024)]
    public int BatchSize { get; init; } = 8;

    /// <summary>Rate of AdamW at its highest, after the first twentieth of the steps; from there it falls to 0 by half a cosine.</summary>
    /// <value>The default value is 0.003.</value>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>How pairs are changed in training; null leaves them as they are.</summary>
    /// <value>The default value is <see cref="MildAugmentation"/>.</value>
    public AugmentationOptions? Augmentation { get; init; } = MildAugmentation;

    /// <summary>Whether a predicted mask keeps only the largest connected piece of each structure: a heart has one of each.</summary>
    /// <value>The default value is true.</value>
    public bool LargestPieceOnly { get; init; } = true;

    /// <summary>Seed of the starting weights, the order of the pairs and the augmentation. The same seed gives the same weights to the bit on one CPU with one number of threads.</summary>
    /// <value>The default value is 0.</value>
    public long Seed { get; init; }

    /// <summary>"auto", "cpu", "cuda" or "cuda:N".</summary>
    /// <value>The default value is "auto": a GPU where there is one. Not part of a saved segmenter.</value>
    [Required]
    [JsonIgnore]
    public string Device { get; init; } = "auto";

    /// <summary>Every error, of the augmentation too.</summary>
    internal IEnumerable<string> FurtherErrors()
    {
        if (Depth is >= 1 and <= 7 && ImageSize is >= 16 and <= 2048 && ImageSize % (1 << Depth) != 0)
            yield return $"ImageSize is {ImageSize}; it must be a multiple of {1 << Depth} where Depth is {Depth} (half the size, then {Depth} levels).";
        if (Width is >= 4 and <= 256 && Width % 4 != 0)
            yield return $"Width is {Width}; it must be a multiple of 4.";
        if (!string.IsNullOrEmpty(Device) && !Devices.IsName(Device))
            yield return $"Device is '{Device}'; it must be auto, cpu, cuda or cuda:N.";
        foreach (var error in Augmentation?.Errors() ?? [])
            yield return $"{nameof(Augmentation)}.{error}";
    }

    internal void Validate() => OptionsGuard.Validate(this, FurtherErrors());
}
