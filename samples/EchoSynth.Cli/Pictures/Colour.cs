using EchoSynth.Imaging;

namespace EchoSynth.Cli.Pictures;

/// <summary>A colour of 8 bits a channel.</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static Colour Paper { get; } = new(18, 20, 24);

    public static Colour Ink { get; } = new(228, 230, 235);

    public static Colour Faint { get; } = new(140, 146, 156);

    public static Colour Of(AnatomyLabel label)
    {
        var palette = PngCodec.LabelPalette;
        var i = 3 * (int)label;
        return new Colour(palette[i], palette[i + 1], palette[i + 2]);
    }
}
