using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace EchoSynth.Imaging;

/// <summary>Encodes packed rows as a PNG that is not interlaced.</summary>
internal static class PngWriter
{
    public static byte[] Encode(int width, int height, int depth, PngColour colour, ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> palette = default, PixelSpacing? spacing = null)
    {
        using var file = new MemoryStream();
        file.Write(PngChunks.Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9], header[10], header[11], header[12]) = ((byte)depth, (byte)colour, 0, 0, 0);
        Chunk(file, "IHDR"u8, header);
        if (spacing is { } step && step != PixelSpacing.Unit)
            Spacing(file, step);
        if (!palette.IsEmpty)
            Chunk(file, "PLTE"u8, palette);
        Chunk(file, "IDAT"u8, Compress(height, depth, colour, pixels));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(int height, int depth, PngColour colour, ReadOnlySpan<byte> pixels)
    {
        using var buffer = new MemoryStream();
        using (var zlib = new ZLibStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
        {
            var length = pixels.Length / height;
            var step = Math.Max(1, depth * PngHeader.ChannelsOf(colour) / 8);
            ReadOnlySpan<byte> above = new byte[length];
            var (best, trial) = (new byte[length], new byte[length]);
            for (var y = 0; y < height; y++)
            {
                var row = pixels.Slice(y * length, length);
                // Filters do not help palette indices.
                var filter = colour == PngColour.Palette ? Filtered(0, row, above, step, best) : Choose(row, above, step, ref best, ref trial);
                zlib.WriteByte((byte)filter);
                zlib.Write(best);
                above = row;
            }
        }
        return buffer.ToArray();
    }

    /// <summary>The filter with the smallest sum of absolute differences, the usual guess.</summary>
    private static int Choose(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int step, ref byte[] best, ref byte[] trial)
    {
        var (chosen, least) = (0, long.MaxValue);
        for (var filter = 0; filter <= 4; filter++)
        {
            PngFilters.Apply(filter, row, above, step, trial);
            long sum = 0;
            foreach (var value in trial)
                sum += Math.Abs((int)(sbyte)value);
            if (sum >= least)
                continue;
            (chosen, least) = (filter, sum);
            (best, trial) = (trial, best);
        }
        return chosen;
    }

    private static int Filtered(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int step, byte[] target)
    {
        PngFilters.Apply(filter, row, above, step, target);
        return filter;
    }

    private static void Spacing(MemoryStream file, PixelSpacing spacing)
    {
        Span<byte> physical = stackalloc byte[9];
        BinaryPrimitives.WriteUInt32BigEndian(physical, PerMetre(spacing.X));
        BinaryPrimitives.WriteUInt32BigEndian(physical[4..], PerMetre(spacing.Y));
        physical[8] = 1;
        Chunk(file, "pHYs"u8, physical);
        var text = string.Create(CultureInfo.InvariantCulture, $"{PngChunks.SpacingKeyword}\0{spacing.X:R} {spacing.Y:R}");
        Chunk(file, "tEXt"u8, Encoding.Latin1.GetBytes(text));
    }

    private static uint PerMetre(double spacing) => (uint)Math.Clamp(Math.Round(1000 / spacing), 1, int.MaxValue);

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        var chunk = new byte[12 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        type.CopyTo(chunk.AsSpan(4));
        body.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + body.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + body.Length)));
        file.Write(chunk);
    }
}
