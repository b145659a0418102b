using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace EchoSynth.Fuzz;

/// <summary>Alterations behind a checksum or a compression, which would else hide what lies behind them.</summary>
internal static class Containers
{
    private const int Bomb = 16 << 20;

    /// <summary>Makes every CRC of a PNG right, as far as its lengths can be followed.</summary>
    public static byte[] RepairPng(byte[] png)
    {
        var bytes = (byte[])png.Clone();
        for (var offset = 8; offset + 12 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(offset));
            if (length > bytes.Length - offset - 12)
                break;
            var crc = Crc32.HashToUInt32(bytes.AsSpan(offset + 4, (int)length + 4));
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(offset + 8 + (int)length), crc);
            offset += 12 + (int)length;
        }
        return bytes;
    }

    /// <summary>Changes a PNG's filtered rows.</summary>
    public static byte[] ChangePixels(byte[] png, Func<byte[], byte[]> change)
    {
        using var result = new MemoryStream();
        using var data = new MemoryStream();
        result.Write(png.AsSpan(0, 8));
        for (var offset = 8; offset + 12 <= png.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(offset));
            var type = Encoding.Latin1.GetString(png, offset + 4, 4);
            if (type == "IDAT")
                data.Write(png.AsSpan(offset + 8, length));
            if (type == "IEND")
                Chunk(result, "IDAT", Deflate(change(Inflate(data.ToArray()))));
            if (type != "IDAT")
                Chunk(result, type, png.AsSpan(offset + 8, length));
            offset += 12 + length;
        }
        return result.ToArray();
    }

    public static byte[] ChangeGzip(byte[] bytes, Func<byte[], byte[]> change)
    {
        using var zip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return Written(change(Read(zip)), stream => new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true));
    }

    public static byte[] ChangeZlib(byte[] bytes, Func<byte[], byte[]> change) => Deflate(change(Inflate(bytes)));

    /// <summary>Changes one part of a zip file; the central directory fits again.</summary>
    public static byte[] ChangeZip(byte[] bytes, Random random, Func<byte[], byte[]> change)
    {
        using var from = new ZipArchive(new MemoryStream(bytes));
        using var result = new MemoryStream();
        using (var to = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            // The sheet itself three times in four.
            var sheet = from.Entries.ToList().FindIndex(e => e.FullName.Contains("sheet1", StringComparison.Ordinal));
            var altered = random.Next(4) == 0 || sheet < 0 ? random.Next(from.Entries.Count) : sheet;
            for (var i = 0; i < from.Entries.Count; i++)
            {
                using var part = from.Entries[i].Open();
                var content = Read(part);
                using var copy = to.CreateEntry(from.Entries[i].FullName, CompressionLevel.Fastest).Open();
                copy.Write(i == altered ? change(content) : content);
            }
        }
        return result.ToArray();
    }

    /// <summary>Changes a MAT file's elements behind their compression.</summary>
    public static byte[] ChangeMat(byte[] bytes, Func<byte[], byte[]> change)
    {
        using var result = new MemoryStream();
        result.Write(bytes.AsSpan(0, Math.Min(128, bytes.Length)));
        for (var offset = 128; offset + 8 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset + 4));
            if (length < 0 || length > bytes.Length - offset - 8)
                break;
            var body = bytes.AsSpan(offset + 8, length).ToArray();
            if (BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(offset)) == 15)
                body = ChangeZlib(body, change);
            var tag = bytes.AsSpan(offset, 8).ToArray();
            BinaryPrimitives.WriteInt32LittleEndian(tag.AsSpan(4), body.Length);
            result.Write(tag);
            result.Write(body);
            offset += 8 + length;
        }
        return result.Length > 128 ? result.ToArray() : change(bytes);
    }

    /// <summary>The same beginning, and then zeros that compress a thousandfold.</summary>
    public static byte[] Inflated(byte[] content, Random random)
    {
        var bomb = new byte[Bomb];
        content.AsSpan(0, random.Next(2) == 0 ? content.Length : Math.Min(content.Length, 400)).CopyTo(bomb);
        return bomb;
    }

    private static void Chunk(MemoryStream file, string type, ReadOnlySpan<byte> body)
    {
        byte[] named = [.. Encoding.Latin1.GetBytes(type), .. body];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        file.Write(number);
        file.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(named));
        file.Write(number);
    }

    private static byte[] Inflate(byte[] bytes)
    {
        using var zip = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return Read(zip);
    }

    private static byte[] Deflate(byte[] bytes) => Written(bytes, stream => new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true));

    private static byte[] Read(Stream stream)
    {
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    private static byte[] Written(byte[] bytes, Func<Stream, Stream> compress)
    {
        using var buffer = new MemoryStream();
        using (var zip = compress(buffer))
            zip.Write(bytes);
        return buffer.ToArray();
    }
}
