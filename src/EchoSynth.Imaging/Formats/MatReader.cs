using System.Buffers.Binary;
using System.Text;

namespace EchoSynth.Imaging;

/// <summary>Reads the parts of one variable of a MAT file: flags, size, name, numbers.</summary>
internal sealed class MatReader(Stream stream, long left, long total, bool big, string path)
{
    private const int Complex = 0x0800;
    private const int MaximalDimensions = 16;
    private long _left = left;

    public static int Integer(ReadOnlySpan<byte> bytes, bool big) => big ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);

    /// <summary>The variable where it has the name that is looked for; else null, with its name in the list.</summary>
    public MatArray? Variable(string wanted, List<string> names)
    {
        var (type, flagBytes) = Element("flags", 64);
        if (type != 6 || flagBytes.Length < 4)
            throw Bad("flags", "they are no uint32; the file is damaged.");
        var flags = Integer(flagBytes, big);
        var (dimensionType, sizes) = Element("dimensions", 4 * MaximalDimensions);
        if (dimensionType != 5 || sizes.Length < 8 || sizes.Length % 4 != 0)
            throw Bad("dimensions", $"they take {sizes.Length} bytes; an array has 2 to {MaximalDimensions} of them, int32 each.");
        var dimensions = Enumerable.Range(0, sizes.Length / 4).Select(i => Integer(sizes.AsSpan(4 * i), big)).ToArray();
        var name = Encoding.Latin1.GetString(Element("name", 256).Data);
        if (name != wanted)
        {
            names.Add(name);
            return null;
        }
        // 6…15: double, single, int8…uint64; logical arrays are uint8 with a flag.
        if ((flags & 0xff) is < 6 or > 15)
            throw Bad(name, $"an array of class {flags & 0xff} ({ClassName(flags & 0xff)}); it must be numeric or logical.");
        if ((flags & Complex) != 0)
            throw Bad(name, "complex numbers; they must be real.");
        Int128 count = 1;
        foreach (var size in dimensions)
        {
            if (size < 0)
                throw Bad(name, $"a size of {size}; sizes are at least 0.");
            count *= size;
        }
        MatFile.CheckCount(count, path, name);
        return new MatArray(dimensions, Numbers(name, (int)count));
    }

    private double[] Numbers(string name, int count)
    {
        var (type, length, data) = Tag(name);
        var size = type switch { 1 or 2 => 1, 3 or 4 => 2, 5 or 6 or 7 => 4, 9 or 12 or 13 => 8, _ => throw Bad(name, $"numbers of type {type}; the file is damaged.") };
        if (length != (long)count * size)
            throw Bad(name, $"{length} bytes of numbers; its dimensions need {(long)count * size}.");
        data ??= Bytes(length, name);
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = Number(data.AsSpan(i * size, size), type);
        return values;
    }

    private double Number(ReadOnlySpan<byte> at, int type) => (type, big) switch
    {
        (1, _) => (sbyte)at[0],
        (2, _) => at[0],
        (3, false) => BinaryPrimitives.ReadInt16LittleEndian(at),
        (3, true) => BinaryPrimitives.ReadInt16BigEndian(at),
        (4, false) => BinaryPrimitives.ReadUInt16LittleEndian(at),
        (4, true) => BinaryPrimitives.ReadUInt16BigEndian(at),
        (5, _) => Integer(at, big),
        (6, _) => (uint)Integer(at, big),
        (7, false) => BinaryPrimitives.ReadSingleLittleEndian(at),
        (7, true) => BinaryPrimitives.ReadSingleBigEndian(at),
        (9, false) => BinaryPrimitives.ReadDoubleLittleEndian(at),
        (9, true) => BinaryPrimitives.ReadDoubleBigEndian(at),
        (12, false) => BinaryPrimitives.ReadInt64LittleEndian(at),
        (12, true) => BinaryPrimitives.ReadInt64BigEndian(at),
        (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(at),
        (_, true) => BinaryPrimitives.ReadUInt64BigEndian(at),
    };

    private (int Type, byte[] Data) Element(string field, int most)
    {
        var (type, length, data) = Tag(field);
        if (length > most)
            throw Bad(field, $"{length} bytes; at most {most} are right.");
        if (data is not null)
            return (type, data);
        data = Bytes(length, field);
        // Parts begin at multiples of 8.
        Bytes(Math.Min(_left, (8 - (length % 8)) % 8), field);
        return (type, data);
    }

    /// <summary>A part's type and length; the data too where they fit into the tag.</summary>
    private (int Type, long Length, byte[]? Data) Tag(string field)
    {
        var tag = Bytes(8, field);
        var first = Integer(tag, big);
        var packed = (uint)first >> 16;
        if (packed == 0)
            return (first, (uint)Integer(tag.AsSpan(4), big), null);
        return packed <= 4 ? (first & 0xffff, packed, tag[4..(4 + (int)packed)]) : throw Bad(field, $"{packed} bytes in a tag that holds 4; the file is damaged.");
    }

    private byte[] Bytes(long count, string field)
    {
        if (count > _left)
            throw Bad(field, $"{count} bytes are needed, {_left} of the variable's {total} are left; the file is damaged.");
        _left -= count;
        return FileInput.ReadExactly(stream, count, path, field);
    }

    private static string ClassName(int type) => type switch { 1 => "cell", 2 => "struct", 3 => "object", 4 => "char", 5 => "sparse", _ => "unknown" };

    private EchoFormatException Bad(string field, string problem) => new(path, field, problem);
}
