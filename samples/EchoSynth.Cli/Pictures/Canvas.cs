using EchoSynth.Imaging;

namespace EchoSynth.Cli.Pictures;

/// <summary>An RGB picture to paint on.</summary>
internal sealed class Canvas
{
    private readonly byte[] _rgb;

    public Canvas(int width, int height, Colour background)
    {
        (Width, Height, _rgb) = (width, height, new byte[3 * width * height]);
        Fill(0, 0, width, height, background);
    }

    public int Width { get; }

    public int Height { get; }

    public void Set(int x, int y, Colour colour)
    {
        if ((uint)x >= (uint)Width || (uint)y >= (uint)Height)
            return;
        var i = 3 * (y * Width + x);
        (_rgb[i], _rgb[i + 1], _rgb[i + 2]) = (colour.Red, colour.Green, colour.Blue);
    }

    public void Fill(int left, int top, int width, int height, Colour colour)
    {
        for (var y = top; y < top + height; y++)
        {
            for (var x = left; x < left + width; x++)
                Set(x, y, colour);
        }
    }

    /// <summary>Writes text in capitals with <see cref="PixelFont"/>; its top left corner is at (<paramref name="left"/>, <paramref name="top"/>).</summary>
    public void Text(int left, int top, string text, int scale, Colour colour)
    {
        foreach (var character in text)
        {
            for (var y = 0; y < PixelFont.Height; y++)
            {
                for (var x = 0; x < PixelFont.Width; x++)
                {
                    if (PixelFont.IsSet(character, x, y))
                        Fill(left + x * scale, top + y * scale, scale, scale, colour);
                }
            }
            left += (PixelFont.Width + 1) * scale;
        }
    }

    /// <summary>Paints an image enlarged by a whole number, interpolated: blocks would hide the speckle.</summary>
    public void Image(int left, int top, EchoImage image, int scale)
    {
        for (var y = 0; y < image.Height * scale; y++)
        {
            for (var x = 0; x < image.Width * scale; x++)
            {
                var grey = (byte)(255 * Bilinear(image, (x + 0.5f) / scale - 0.5f, (y + 0.5f) / scale - 0.5f) + 0.5f);
                Set(left + x, top + y, new Colour(grey, grey, grey));
            }
        }
    }

    /// <summary>Paints a mask in the colours of its PNG, enlarged by a whole number.</summary>
    public void Mask(int left, int top, AnatomyMask mask, int scale)
    {
        for (var y = 0; y < mask.Height; y++)
        {
            for (var x = 0; x < mask.Width; x++)
                Fill(left + x * scale, top + y * scale, scale, scale, Colour.Of(mask[x, y]));
        }
    }

    public void Save(string path) => PngCodec.WriteRgb(path, Width, Height, _rgb);

    private static float Bilinear(EchoImage image, float x, float y)
    {
        float At(int column, int row) => Math.Clamp(image[Math.Clamp(column, 0, image.Width - 1), Math.Clamp(row, 0, image.Height - 1)], 0, 1);
        var (column, row) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
        var (fx, fy) = (x - column, y - row);
        return (At(column, row) * (1 - fx) + At(column + 1, row) * fx) * (1 - fy) + (At(column, row + 1) * (1 - fx) + At(column + 1, row + 1) * fx) * fy;
    }
}
