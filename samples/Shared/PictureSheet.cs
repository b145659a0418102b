using EchoSynth.Imaging;

namespace EchoSynth.Samples;

/// <summary>One picture of a <see cref="PictureSheet"/>: an image in grey, or a mask in the colours that its PNG has.</summary>
internal sealed record Tile(int Width, int Height, Func<int, int, (byte R, byte G, byte B)> Pixel)
{
    public static implicit operator Tile(EchoImage image)
    {
        var grey = image.ToBytes();
        return new Tile(image.Width, image.Height, (x, y) => (grey[y * image.Width + x], grey[y * image.Width + x], grey[y * image.Width + x]));
    }

    public static implicit operator Tile(AnatomyMask mask)
    {
        var colours = PngCodec.LabelPalette.ToArray();
        return new Tile(mask.Width, mask.Height, (x, y) => 3 * (int)mask[x, y] is var i ? (colours[i], colours[i + 1], colours[i + 2]) : default);
    }
}

/// <summary>Pictures of one size side by side, in rows, as one PNG.</summary>
internal static class PictureSheet
{
    private const int Gap = 4;

    public static void Write(string path, int scale, params IReadOnlyList<IReadOnlyList<Tile>> rows)
    {
        int width = rows[0][0].Width * scale, height = rows[0][0].Height * scale;
        int sheetWidth = Gap + rows.Max(r => r.Count) * (width + Gap), sheetHeight = Gap + rows.Count * (height + Gap);
        var rgb = new byte[3 * sheetWidth * sheetHeight];
        rgb.AsSpan().Fill(255);
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Count; column++)
            {
                for (var i = 0; i < width * height; i++)
                {
                    var (x, y) = (i % width, i / width);
                    var at = 3 * ((Gap + row * (height + Gap) + y) * sheetWidth + Gap + column * (width + Gap) + x);
                    (rgb[at], rgb[at + 1], rgb[at + 2]) = rows[row][column].Pixel(x / scale, y / scale);
                }
            }
        }
        PngCodec.WriteRgb(path, sheetWidth, sheetHeight, rgb);
    }
}
