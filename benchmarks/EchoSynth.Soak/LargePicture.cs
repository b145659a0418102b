using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace EchoSynth.Soak;

/// <summary>The largest picture that the Studio takes: 2048 × 2048 pixels, RGBA of 16 bits each, 32 MiB when decoded, some hundred kB as PNG.</summary>
internal static class LargePicture
{
    private const int Side = 2048;
    private static readonly Lazy<byte[]> s_png = new(Encode);

    /// <summary>It as the API takes it.</summary>
    public static string Base64 { get; } = Convert.ToBase64String(s_png.Value);

    /// <summary>The same cut off in the middle of its pixels: known to be broken when most of it was decoded.</summary>
    public static string Broken { get; } = Convert.ToBase64String(s_png.Value.AsSpan(0, s_png.Value.Length * 3 / 4));

    private static byte[] Encode()
    {
        using var pixels = new MemoryStream();
        using (var packed = new ZLibStream(pixels, CompressionLevel.Fastest, leaveOpen: true))
        {
            // A line's filter, then eight bytes a pixel.
            var line = new byte[1 + (8 * Side)];
            for (var y = 0; y < Side; y++)
            {
                for (var i = 0; i < line.Length - 1; i++)
                    line[i + 1] = (byte)((i >> 6) ^ (y >> 3));
                packed.Write(line);
            }
        }
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Side);
        (header[8], header[9]) = (16, 6);
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(png, "IHDR", header);
        Chunk(png, "IDAT", pixels.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, string type, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, System.IO.Hashing.Crc32.HashToUInt32(named));
        png.Write(number);
    }
}
