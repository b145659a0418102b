using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace EchoSynth.Imaging;

/// <summary>MATLAB's level-5 MAT files (save -v6 and -v7): real numeric and logical arrays, compressed or not, both byte orders.</summary>
/// <remarks>Not read: level 4, version 7.3 (which is HDF5), complex and sparse arrays, cells, structures, texts. Each says so.</remarks>
internal static class MatFile
{
    private const int HeaderLength = 128;
    private const int Compressed = 15;
    private const int Matrix = 14;
    private const long MaximalFile = 1L << 30;
    private const long MaximalElements = 1L << 25;

    /// <summary>The variable of a name.</summary>
    /// <exception cref="EchoFormatException">Missing, damaged, of another version, or no such variable, or one that is no numeric array.</exception>
    public static MatArray Read(string path, string name) => FileInput.Read(path, stream =>
    {
        if (stream.Length > MaximalFile)
            throw new EchoFormatException(path, null, $"the file has {stream.Length} bytes; at most {MaximalFile} are read.");
        var big = Header(FileInput.ReadExactly(stream, Math.Min(stream.Length, HeaderLength), path, "header"), path);
        var names = new List<string>();
        while (stream.Position < stream.Length)
        {
            var tag = FileInput.ReadExactly(stream, 8, path, "tag");
            var (type, length) = (MatReader.Integer(tag, big), (uint)MatReader.Integer(tag.AsSpan(4), big));
            if (length > stream.Length - stream.Position)
                throw new EchoFormatException(path, "tag", $"an element of {length} bytes, of which {stream.Length - stream.Position} are there; the file is truncated.");
            var end = stream.Position + length;
            if (type is Matrix or Compressed && Variable(stream, type, length, name, names, big, path) is { } array)
                return array;
            stream.Position = end;
        }
        throw new EchoFormatException(path, name, $"no such variable; the file has {(names.Count > 0 ? string.Join(", ", names.Take(20)) : "none")}.");
    });

    /// <summary>Writes one uint8 array, uncompressed and little-endian. Whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The variable's name.</param>
    /// <param name="dimensions">Its size along each axis, at least two of them.</param>
    /// <param name="values">Its elements, the first axis fastest.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, string name, IReadOnlyList<int> dimensions, byte[] values)
    {
        using var body = new MemoryStream();
        Part(6, [9, 0, 0, 0, 0, 0, 0, 0]);
        var sizes = new byte[4 * dimensions.Count];
        for (var i = 0; i < dimensions.Count; i++)
            BinaryPrimitives.WriteInt32LittleEndian(sizes.AsSpan(4 * i), dimensions[i]);
        Part(5, sizes);
        Part(1, Encoding.ASCII.GetBytes(name));
        Part(2, values);
        var header = new byte[HeaderLength + 8];
        header.AsSpan(0, 124).Fill((byte)' ');
        "MATLAB 5.0 MAT-file, written by EchoSynth"u8.CopyTo(header);
        "\0\u0001IM"u8.CopyTo(header.AsSpan(124));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(HeaderLength), Matrix);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(HeaderLength + 4), (int)body.Length);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            stream.Write(body.GetBuffer().AsSpan(0, (int)body.Length));
        });

        void Part(int type, byte[] data)
        {
            var tag = new byte[8];
            BinaryPrimitives.WriteInt32LittleEndian(tag, type);
            BinaryPrimitives.WriteInt32LittleEndian(tag.AsSpan(4), data.Length);
            body.Write(tag);
            body.Write(data);
            body.Write(new byte[(8 - (data.Length % 8)) % 8]);
        }
    }

    private static MatArray? Variable(FileStream stream, int type, uint length, string name, List<string> names, bool big, string path)
    {
        if (type == Matrix)
            return new MatReader(stream, length, length, big, path).Variable(name, names);
        using var zlib = new ZLibStream(new PaddedStream(new MatSlice(stream, length)), CompressionMode.Decompress);
        var tag = FileInput.ReadExactly(zlib, 8, path, "compressed tag");
        var inner = (uint)MatReader.Integer(tag.AsSpan(4), big);
        if (MatReader.Integer(tag, big) != Matrix)
            return null;
        FileInput.CheckPromise(path, "compressed tag", inner, length, compressed: true);
        var array = new MatReader(zlib, inner, inner, big, path).Variable(name, names);
        if (array is not null)
            FileInput.Finish(zlib, path, name);
        return array;
    }

    internal static void CheckCount(Int128 count, string path, string name)
    {
        if (count > MaximalElements)
            throw new EchoFormatException(path, name, $"{count} elements; at most {MaximalElements} are read.");
    }

    /// <returns>Whether numbers are big-endian.</returns>
    private static bool Header(byte[] header, string path)
    {
        if (header is [0x89, (byte)'H', (byte)'D', (byte)'F', ..])
            throw new EchoFormatException(path, "header", "this is HDF5 (MATLAB 7.3); save it with -v7.");
        var text = header.AsSpan(0, Math.Min(header.Length, 116));
        if (text.StartsWith("MATLAB 7.3"u8))
            throw new EchoFormatException(path, "header", "this is a MATLAB 7.3 file (HDF5), which is not read; save it in MATLAB with -v7.");
        if (header.Length < HeaderLength)
            throw new EchoFormatException(path, "header", $"the file has {header.Length} bytes; a MATLAB level-5 file begins with {HeaderLength}. Level 4 is not read; save it with -v7.");
        var order = header.AsSpan(126, 2);
        var big = order.SequenceEqual("MI"u8);
        if (!big && !order.SequenceEqual("IM"u8))
            throw new EchoFormatException(path, "header", "no MATLAB level-5 file: its byte order is neither \"IM\" nor \"MI\". Level 4 is not read; save it with -v7.");
        var version = big ? BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(124)) : BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(124));
        return version == 0x0100 ? big : throw new EchoFormatException(path, "header", $"version {version >> 8}.{version & 255}; 1.0, which MATLAB writes with -v7, is read{(version == 0x0200 ? ", this is -v7.3 (HDF5)" : "")}.");
    }
}
