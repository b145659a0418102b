namespace EchoSynth.Imaging;

/// <summary>A decoded PNG: samples as stored (palette indices stay indices), interleaved, row-major.</summary>
internal sealed record PngRaster(int Width, int Height, int BitDepth, PngColour Colour, ushort[] Samples, PixelSpacing? Spacing)
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

/// <summary>PNG's colour types, by their numbers in the file.</summary>
internal enum PngColour : byte
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
