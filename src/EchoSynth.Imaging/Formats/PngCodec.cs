using System.Buffers.Binary;

namespace EchoSynth.Imaging;

/// <summary>PNG files of images, masks and contact sheets.</summary>
/// <remarks>
/// Read: every colour type and bit depth of the standard, Adam7 too; at most 32768 pixels a side and 2²⁵ in all. Alpha, gamma and transparency are ignored.
/// Spacing is kept twice: in pHYs (whole pixels per metre, which other programs read) and exactly in a tEXt chunk "Pixel spacing (mm)", which counts only
/// while pHYs agrees with it. <see cref="PixelSpacing.Unit"/> means "not known" and is not written. Note that scanners and screenshots write a pHYs that
/// says nothing of the heart. Files are written whole or not at all.
/// </remarks>
public static class PngCodec
{
    private static readonly byte[] s_palette = [0, 0, 0, 200, 60, 60, 60, 200, 60, 60, 60, 220, 45, 45, 45];

    /// <summary>RGB of the labels 0 to 4 in a mask picture: black, red, green, blue, dark grey.</summary>
    public static ReadOnlySpan<byte> LabelPalette => s_palette;

    /// <summary>Reads a grey image; colours become luma (BT.601), and the largest sample becomes 1.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="EchoFormatException">Missing, damaged or no PNG; the message names the chunk.</exception>
    public static EchoImage Read(string path) => ReadFile(path, file => ToImage(file, path));

    /// <summary>Reads a mask: a palette index or a grey value is the label, as stored.</summary>
    /// <param name="path">The file: palette or grey of any depth, or RGB with R = G = B.</param>
    /// <exception cref="EchoFormatException">Missing, damaged, no PNG, coloured, or a value above 4.</exception>
    public static AnatomyMask ReadMask(string path) => ReadLabels(path, (value, index, width) => value <= (byte)AnatomyLabel.Sector
        ? (byte)value
        : throw new EchoFormatException(path, "label", $"{value} at ({index % width}, {index / width}); labels are 0 background, 1 LV, 2 myocardium, 3 left atrium, 4 sector."));

    /// <summary>Writes a grey image, rounded to nearest.</summary>
    /// <param name="path">The file.</param>
    /// <param name="image">The image.</param>
    /// <param name="bitDepth">8 or 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bitDepth"/> is neither 8 nor 16.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, EchoImage image, int bitDepth = 8) => AtomicFile.Write(path, Encode(image, bitDepth));

    /// <summary>A grey image as the bytes of a PNG file, rounded to nearest: what <see cref="Write"/> writes.</summary>
    /// <param name="image">The image.</param>
    /// <param name="bitDepth">8 or 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bitDepth"/> is neither 8 nor 16.</exception>
    public static byte[] Encode(EchoImage image, int bitDepth = 8)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (bitDepth is not (8 or 16))
            throw new ArgumentOutOfRangeException(nameof(bitDepth), bitDepth, "A grey PNG is written with 8 or 16 bits.");
        var pixels = bitDepth == 8 ? image.ToBytes() : BigEndian(image.ToUInt16());
        return PngWriter.Encode(image.Width, image.Height, bitDepth, PngColour.Grey, pixels, spacing: image.Spacing);
    }

    /// <summary>A grey image from the bytes of a PNG file, as <see cref="Read"/> reads it.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">What an error calls it.</param>
    /// <exception cref="EchoFormatException">Damaged or no PNG; the message names the chunk.</exception>
    public static EchoImage Decode(byte[] content, string name)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrEmpty(name);
        try
        {
            return ToImage(content, name);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new EchoFormatException(name, null, $"the compressed data are damaged or truncated ({e.Message}).", e);
        }
    }

    /// <summary>Writes an RGB picture of 8 bits, such as a contact sheet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="rgb">Row-major [height × width × 3].</param>
    /// <exception cref="ArgumentException">A wrong number of bytes.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteRgb(string path, int width, int height, ReadOnlySpan<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rgb.Length != 3L * width * height)
            throw new ArgumentException($"{rgb.Length} bytes were given for an RGB picture of {width} × {height}; {3L * width * height} are needed.", nameof(rgb));
        AtomicFile.Write(path, PngWriter.Encode(width, height, 8, PngColour.Rgb, rgb));
    }

    /// <summary>Writes a mask as a palette picture (<see cref="LabelPalette"/>): it opens in colours, and its indices are the labels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mask">The mask.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteMask(string path, AnatomyMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        AtomicFile.Write(path, PngWriter.Encode(mask.Width, mask.Height, 8, PngColour.Palette, mask.Labels, s_palette, mask.Spacing));
    }

    /// <summary>Reads a mask whose values are what <paramref name="label"/> makes of a palette index or a grey value, of its pixel's index and of the picture's width.</summary>
    internal static AnatomyMask ReadLabels(string path, Func<int, int, int, byte> label) => ReadFile(path, file =>
    {
        byte[] labels = [];
        var picture = PngReader.Decode(file, path, picture =>
        {
            var channels = picture.Channels;
            labels = new byte[picture.Width * picture.Height];
            return (samples, start, step) =>
            {
                for (var (i, c) = (start, 0); c < samples.Length; i += step, c += channels)
                {
                    if (channels >= 3 && (samples[c + 1] != samples[c] || samples[c + 2] != samples[c]))
                        throw new EchoFormatException(path, "IHDR", $"the pixel at ({i % picture.Width}, {i / picture.Width}) is coloured; a mask must be a palette or grey picture whose index or value is the label.");
                    labels[i] = label(samples[c], i, picture.Width);
                }
            };
        });
        return new AnatomyMask(picture.Width, picture.Height, labels, picture.Spacing);
    });

    private static T ReadFile<T>(string path, Func<byte[], T> decode) => FileInput.Read(path, stream =>
    {
        if (stream.Length > int.MaxValue)
            throw new EchoFormatException(path, null, $"the file has {stream.Length} bytes; at most {int.MaxValue} can be read.");
        return decode(FileInput.ReadExactly(stream, stream.Length, path, "file"));
    });

    private static EchoImage ToImage(byte[] file, string name)
    {
        float[] pixels = [];
        var picture = PngReader.Decode(file, name, picture =>
        {
            pixels = new float[picture.Width * picture.Height];
            var (channels, largest) = (picture.Channels, (float)picture.MaximalSample);
            return picture.Colour switch
            {
                PngColour.Palette => (samples, start, step) =>
                {
                    for (var (i, c) = (start, 0); c < samples.Length; i += step, c++)
                        pixels[i] = PaletteLuma(picture.Palette, samples[c]);
                },
                PngColour.Rgb or PngColour.RgbAlpha => (samples, start, step) =>
                {
                    for (var (i, c) = (start, 0); c < samples.Length; i += step, c += channels)
                        pixels[i] = Luma(samples[c], samples[c + 1], samples[c + 2]) / largest;
                },
                _ => (samples, start, step) =>
                {
                    for (var (i, c) = (start, 0); c < samples.Length; i += step, c += channels)
                        pixels[i] = samples[c] / largest;
                },
            };
        });
        return EchoImage.Owning(picture.Width, picture.Height, pixels, picture.Spacing ?? PixelSpacing.Unit);
    }

    // An index beyond the palette is black, as browsers show it.
    private static float PaletteLuma(byte[] palette, int index) =>
        3 * index + 2 < palette.Length ? Luma(palette[3 * index], palette[3 * index + 1], palette[3 * index + 2]) / 255f : 0f;

    private static float Luma(int red, int green, int blue) => red == green && green == blue ? red : 0.299f * red + 0.587f * green + 0.114f * blue;

    private static byte[] BigEndian(ushort[] values)
    {
        var bytes = new byte[2 * values.Length];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), values[i]);
        return bytes;
    }
}
