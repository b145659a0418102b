namespace EchoSynth.Imaging;

/// <summary>What a PNG says of its pixels before they come.</summary>
internal sealed record PngHeader(int Width, int Height, int BitDepth, PngColour Colour, PixelSpacing? Spacing)
{
    public int Channels => ChannelsOf(Colour);

    /// <summary>RGB of each palette entry; empty where there is no palette.</summary>
    public byte[] Palette { get; init; } = [];

    public int MaximalSample => (1 << BitDepth) - 1;

    public static int ChannelsOf(PngColour colour) => colour switch
    {
        PngColour.Grey or PngColour.Palette => 1,
        PngColour.GreyAlpha => 2,
        PngColour.Rgb => 3,
        _ => 4,
    };
}

/// <summary>Takes a row of a PNG, or of one of Adam7's passes.</summary>
/// <param name="samples">Samples as stored (palette indices stay indices), interleaved; those of the next row overwrite them.</param>
/// <param name="start">Index of the first pixel in the row-major picture.</param>
/// <param name="step">From one pixel's index to the next one's.</param>
internal delegate void PngRow(ReadOnlySpan<ushort> samples, int start, int step);

/// <summary>PNG's colour types, by their numbers in the file.</summary>
internal enum PngColour : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
