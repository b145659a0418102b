using System.Buffers.Binary;
using System.IO.Compression;

namespace EchoSynth.Imaging;

/// <summary>Decodes any standard PNG, row by row: a picture of 2²⁵ pixels is never held as its file has it.</summary>
internal static class PngReader
{
    public const int MaximalSide = 1 << 15;
    public const int MaximalPixels = 1 << 25;

    private static readonly (int X, int Y, int StepX, int StepY)[] s_adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static readonly (int X, int Y, int StepX, int StepY)[] s_single = [(0, 0, 1, 1)];

    /// <param name="file">The whole file.</param>
    /// <param name="path">What an error calls it.</param>
    /// <param name="begin">Told what comes, once all is checked that can be before; gives what takes the rows.</param>
    /// <exception cref="InvalidDataException">Damaged compressed data; the caller names the file.</exception>
    public static PngHeader Decode(byte[] file, string path, Func<PngHeader, PngRow> begin)
    {
        var chunks = PngChunks.Read(file, path);
        var header = chunks.Header;
        if (header.Length != 13)
            throw new EchoFormatException(path, "IHDR", $"{header.Length} bytes; it must be the first chunk, of 13 bytes.");
        var width = BinaryPrimitives.ReadUInt32BigEndian(header);
        var height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (width is 0 or > MaximalSide || height is 0 or > MaximalSide || (ulong)width * height > MaximalPixels)
            throw new EchoFormatException(path, "IHDR", $"{width} × {height} pixels; each side must be 1 to {MaximalSide}, and the image at most {MaximalPixels} pixels.");
        var (depth, colour) = (header[8], (PngColour)header[9]);
        CheckType(depth, colour, path);
        if (header[10] != 0 || header[11] != 0 || header[12] > 1)
            throw new EchoFormatException(path, "IHDR", $"compression {header[10]}, filter {header[11]}, interlace {header[12]}; they must be 0, 0 and 0 or 1.");
        if (colour == PngColour.Palette && (chunks.Palette.Length is 0 or > 768 || chunks.Palette.Length % 3 != 0))
            throw new EchoFormatException(path, "PLTE", $"{chunks.Palette.Length} bytes; a palette image needs 3 bytes for each of 1 to 256 colours.");

        var passes = header[12] == 1 ? s_adam7 : s_single;
        var bits = depth * PngHeader.ChannelsOf(colour);
        Int128 needed = 0;
        foreach (var pass in passes)
            needed += (Int128)Rows((int)height, pass.Y, pass.StepY) * RowLength((int)width, pass.X, pass.StepX, bits);
        FileInput.CheckPromise(path, "IDAT", needed, chunks.Data.Length, compressed: true);

        var picture = new PngHeader((int)width, (int)height, depth, colour, chunks.Spacing) { Palette = chunks.Palette };
        var take = begin(picture);
        using var zlib = FileInput.Zlib(new MemoryStream(chunks.Data, writable: false));
        foreach (var pass in passes)
            ReadPass(zlib, picture, pass, bits, path, take);
        FileInput.Finish(zlib, path, "IDAT");
        return picture;
    }

    private static int Rows(int size, int first, int step) => size <= first ? 0 : (size - first + step - 1) / step;

    /// <summary>Bytes of a row with its filter byte; 0 where the pass has no pixels.</summary>
    private static int RowLength(int width, int first, int step, int bits) =>
        Rows(width, first, step) is var columns && columns == 0 ? 0 : 1 + (columns * bits + 7) / 8;

    private static void ReadPass(ZLibStream stream, PngHeader picture, (int X, int Y, int StepX, int StepY) pass, int bits, string path, PngRow take)
    {
        var (columns, rows) = (Rows(picture.Width, pass.X, pass.StepX), Rows(picture.Height, pass.Y, pass.StepY));
        if (columns == 0 || rows == 0)
            return;
        var length = RowLength(picture.Width, pass.X, pass.StepX, bits);
        var (row, above) = (new byte[length], new byte[length]);
        var samples = new ushort[columns * picture.Channels];
        for (var y = 0; y < rows; y++)
        {
            if (stream.ReadAtLeast(row, length, throwOnEndOfStream: false) < length)
                throw new EchoFormatException(path, "IDAT", "the file is truncated: the pixel data end before the last row.");
            if (!PngFilters.TryUndo(row[0], row.AsSpan(1), above.AsSpan(1), Math.Max(1, bits / 8)))
                throw new EchoFormatException(path, "IDAT", $"row filter {row[0]}; filters are 0 to 4.");
            Unpack(row.AsSpan(1), samples, picture.BitDepth);
            take(samples, ((pass.Y + (y * pass.StepY)) * picture.Width) + pass.X, pass.StepX);
            (row, above) = (above, row);
        }
    }

    private static void Unpack(ReadOnlySpan<byte> row, Span<ushort> samples, int depth)
    {
        switch (depth)
        {
            case 8:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = row[i];
                break;
            case 16:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = BinaryPrimitives.ReadUInt16BigEndian(row[(2 * i)..]);
                break;
            default:
                for (var i = 0; i < samples.Length; i++)
                    samples[i] = (ushort)((row[i * depth / 8] >> (8 - depth - (i * depth % 8))) & ((1 << depth) - 1));
                break;
        }
    }

    private static void CheckType(int depth, PngColour colour, string path)
    {
        var legal = colour switch
        {
            PngColour.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColour.Palette => depth is 1 or 2 or 4 or 8,
            PngColour.Rgb or PngColour.GreyAlpha or PngColour.RgbAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!legal)
            throw new EchoFormatException(path, "IHDR", $"colour type {(int)colour} with {depth} bits; PNG has grey (0) of 1, 2, 4, 8, 16 bits, palette (3) of 1, 2, 4, 8, and RGB (2), grey+alpha (4), RGBA (6) of 8 or 16.");
    }
}
