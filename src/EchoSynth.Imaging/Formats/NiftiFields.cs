using System.Buffers.Binary;

namespace EchoSynth.Imaging;

/// <summary>The fields of a NIfTI header as numbers: NIfTI-1's 348 bytes or NIfTI-2's 540, in either byte order.</summary>
internal sealed class NiftiFields
{
    public const int Length1 = 348;
    public const int Length2 = 540;

    private readonly byte[] _bytes;
    private readonly bool _second;

    private NiftiFields(byte[] bytes, bool bigEndian)
    {
        (_bytes, BigEndian, _second) = (bytes, bigEndian, bytes.Length == Length2);
        var magic = bytes.AsSpan(_second ? 4 : 344, 4);
        (SingleFile, IsNifti) = _second
            ? (magic.SequenceEqual("n+2\0"u8), magic.SequenceEqual("n+2\0"u8) || magic.SequenceEqual("ni2\0"u8))
            : (magic.SequenceEqual("n+1\0"u8), magic.SequenceEqual("n+1\0"u8) || magic.SequenceEqual("ni1\0"u8));
    }

    public bool BigEndian { get; }

    /// <summary>Whether the magic is one of the four of NIfTI-1 and NIfTI-2.</summary>
    public bool IsNifti { get; }

    /// <summary>Whether the pixels are in the same file.</summary>
    public bool SingleFile { get; }

    public int Length => _bytes.Length;

    public short DataType => Int16(_second ? 12 : 70);

    public short BitsPerPixel => Int16(_second ? 14 : 72);

    public double DataOffset => _second ? Int64(168) : Single(108);

    public double Slope => _second ? Double(176) : Single(112);

    public double Intercept => _second ? Double(184) : Single(116);

    /// <summary>How many bits 0 to 2 say: 1 metres, 2 millimetres, 3 micrometres.</summary>
    public int LengthUnit => (_second ? Int32(500) : _bytes[123]) & 7;

    /// <summary>Reads a header; what is no NIfTI, or is truncated, is an error.</summary>
    public static NiftiFields Read(Stream stream, string path)
    {
        var size = FileInput.ReadExactly(stream, 4, path, "header");
        var (little, big) = (BinaryPrimitives.ReadInt32LittleEndian(size), BinaryPrimitives.ReadInt32BigEndian(size));
        var length = little is Length1 or Length2 ? little : big;
        if (length is not (Length1 or Length2))
            throw new EchoFormatException(path, "sizeof_hdr", $"{little}; a NIfTI-1 file begins with {Length1}, a NIfTI-2 file with {Length2}. This is no NIfTI file.");
        return new NiftiFields([.. size, .. FileInput.ReadExactly(stream, length - 4, path, "header")], length != little);
    }

    /// <summary>dim[<paramref name="index"/>]; 0 is the number of dimensions.</summary>
    public long Dimension(int index) => _second ? Int64(16 + 8 * index) : Int16(40 + 2 * index);

    public double PixelDimension(int index) => _second ? Double(104 + 8 * index) : Single(76 + 4 * index);

    private short Int16(int offset) => BigEndian ? BinaryPrimitives.ReadInt16BigEndian(_bytes.AsSpan(offset)) : BinaryPrimitives.ReadInt16LittleEndian(_bytes.AsSpan(offset));

    private int Int32(int offset) => BigEndian ? BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(offset)) : BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(offset));

    private long Int64(int offset) => BigEndian ? BinaryPrimitives.ReadInt64BigEndian(_bytes.AsSpan(offset)) : BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(offset));

    private float Single(int offset) => BitConverter.Int32BitsToSingle(Int32(offset));

    private double Double(int offset) => BitConverter.Int64BitsToDouble(Int64(offset));
}
