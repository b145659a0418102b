using System.ComponentModel.DataAnnotations;

namespace EchoSynth.Discriminators;

/// <summary>Options of <see cref="WholeImageDiscriminator"/>.</summary>
public sealed record WholeImageDiscriminatorOptions
{
    /// <summary>g: the first layer has 2g channels, the last blocks 8g.</summary>
    /// <value>The default value is 64.</value>
    [Range(4, 512)]
    public int Width { get; init; } = 64;

    /// <summary>Side of the images in pixels: a power of two, at least 32. At 32 the small layout is used, above it the large one.</summary>
    /// <value>The default value is 256.</value>
    /// <remarks>Sides of 3, 5, 6 and 7 quarters of it are legal too, and width and height may differ: 192, 320, 384 and 448 for 256.</remarks>
    [Range(32, 2048)]
    public int ImageSize { get; init; } = 256;

    /// <summary>Mask channels that the network sees; 0 for none.</summary>
    /// <value>The default value is 4.</value>
    [Range(0, 64)]
    public int MaskChannels { get; init; } = 4;

    /// <summary>Width of the sinusoidal time features; even.</summary>
    /// <value>The default value is 256.</value>
    [Range(4, 1024)]
    public int TimeWidth { get; init; } = 256;

    /// <summary>Seed of the starting weights.</summary>
    /// <value>The default value is 0.</value>
    public long InitSeed { get; init; }

    internal IEnumerable<string?> FurtherErrors()
    {
        if (!int.IsPow2(ImageSize))
            yield return $"ImageSize is {ImageSize}; it must be a power of two (32, 64, 128, 256, …).";
        if (TimeWidth % 2 != 0)
            yield return $"TimeWidth is {TimeWidth}; it must be even.";
    }
}
