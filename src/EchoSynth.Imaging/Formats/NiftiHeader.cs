using System.Buffers.Binary;
using System.Globalization;

namespace EchoSynth.Imaging;

/// <summary>The 348 bytes of a NIfTI-1 header, checked.</summary>
internal sealed record NiftiHeader(
    int Width, int Height, int Depth, VoxelType Type, VolumeSpacing Spacing, double Slope, double Intercept, long DataOffset, bool BigEndian, bool SingleFile)
{
    public const int Length = 348;
    private const string Supported = "supported are 2 uint8, 256 int8, 4 int16, 512 uint16, 8 int32, 768 uint32, 16 float32, 64 float64";

    private static readonly (short Code, VoxelType Type)[] s_types =
    [
        (2, VoxelType.UInt8), (256, VoxelType.Int8), (4, VoxelType.Int16), (512, VoxelType.UInt16),
        (8, VoxelType.Int32), (768, VoxelType.UInt32), (16, VoxelType.Float32), (64, VoxelType.Float64),
    ];

    public Int128 DataLength => (Int128)Width * Height * Depth * Voxels.Size(Type);

    public static NiftiHeader Parse(ReadOnlySpan<byte> header, string path)
    {
        var size = BinaryPrimitives.ReadInt32LittleEndian(header);
        var big = size != Length;
        if (big && BinaryPrimitives.ReadInt32BigEndian(header) is var swapped && swapped != Length)
            throw new EchoFormatException(path, "sizeof_hdr", size == 540 || swapped == 540
                ? "540: this is NIfTI-2; only NIfTI-1 is supported."
                : $"{size}; a NIfTI-1 file begins with 348. This is no NIfTI file.");
        var magic = header.Slice(344, 4);
        var single = magic.SequenceEqual("n+1\0"u8);
        if (!single && !magic.SequenceEqual("ni1\0"u8))
            throw new EchoFormatException(path, "magic", "neither \"n+1\" (single file) nor \"ni1\" (.hdr with .img); Analyze 7.5 files are not supported.");

        var reader = new Fields(header.ToArray(), big);
        var (width, height, depth, frames) = Dimensions(reader, path);
        var code = reader.Int16(70);
        var index = Array.FindIndex(s_types, t => t.Code == code);
        if (index < 0)
            throw new EchoFormatException(path, "datatype", $"{code} is not supported; {Supported}.");
        var type = s_types[index].Type;
        if (reader.Int16(72) != 8 * Voxels.Size(type))
            throw new EchoFormatException(path, "bitpix", $"{reader.Int16(72)}; datatype {code} has {8 * Voxels.Size(type)} bits.");

        var unit = (reader.Byte(123) & 7) switch { 1 => 1000.0, 3 => 0.001, _ => 1.0 };
        var spacing = new VolumeSpacing(PixelDimension(reader, path, 1) * unit, PixelDimension(reader, path, 2) * unit, PixelDimension(reader, path, frames));
        var slope = (double)reader.Single(112);
        var intercept = (double)reader.Single(116);
        // The standard: a slope of 0 means that there is no scale.
        if (slope == 0 || !double.IsFinite(slope))
            (slope, intercept) = (1, 0);
        if (!double.IsFinite(intercept))
            throw new EchoFormatException(path, "scl_inter", $"{intercept}; it must be a finite number.");
        return new NiftiHeader(width, height, depth, type, spacing, slope, intercept, Offset(reader, single, path), big, single);
    }

    public static byte[] Format(ImageVolume volume, bool frames)
    {
        var header = new byte[Length + 4];
        var bytes = header.AsSpan();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Length);
        short[] dim = [(short)(frames ? 3 : 2), (short)volume.Width, (short)volume.Height, (short)volume.Depth, 1, 1, 1, 1];
        for (var i = 0; i < dim.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(40 + 2 * i)..], dim[i]);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[70..], Array.Find(s_types, t => t.Type == volume.Type).Code);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[72..], (short)(8 * Voxels.Size(volume.Type)));
        var (x, y, z) = ((float)volume.Spacing.X, (float)volume.Spacing.Y, (float)volume.Spacing.Z);
        WriteSingles(bytes[76..], 1, x, y, z, 1, 1, 1, 1);
        WriteSingles(bytes[108..], Length + 4, (float)volume.Slope, (float)volume.Intercept);
        bytes[123] = 2; // mm
        // The orientation of ITK's identity: x and y point to the left and the back.
        BinaryPrimitives.WriteInt16LittleEndian(bytes[252..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[254..], 1);
        WriteSingles(bytes[256..], 0, 0, 1);
        WriteSingles(bytes[280..], -x, 0, 0, 0, 0, -y, 0, 0, 0, 0, z, 0);
        "n+1\0"u8.CopyTo(bytes[344..]);
        return header;
    }

    private static void WriteSingles(Span<byte> bytes, params ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(4 * i)..], values[i]);
    }

    private static (int Width, int Height, int Depth, int DepthAxis) Dimensions(Fields reader, string path)
    {
        var count = reader.Int16(40);
        if (count is < 1 or > 7)
            throw new EchoFormatException(path, "dim[0]", $"{count}; the number of dimensions must be 1 to 7.");
        if (count < 2)
            throw new EchoFormatException(path, "dim[0]", $"{count}; an image needs at least 2 dimensions.");
        var (depth, axis) = (1, 3);
        for (var i = 1; i <= count; i++)
        {
            var size = reader.Int16(40 + 2 * i);
            if (size < 1)
                throw new EchoFormatException(path, $"dim[{i}]", $"{size}; it must be at least 1.");
            if (i < 3 || size == 1)
                continue;
            if (depth > 1)
                throw new EchoFormatException(path, $"dim[{i}]", $"{size}, after dim[{axis}] = {depth}; only one axis beyond rows and columns may be longer than 1.");
            (depth, axis) = (size, i);
        }
        return (reader.Int16(42), reader.Int16(44), depth, axis);
    }

    private static double PixelDimension(Fields reader, string path, int axis)
    {
        // Seven digits, so that 0.308f is read as 0.308, as it was written.
        var value = double.Parse(MathF.Abs(reader.Single(76 + 4 * axis)).ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
            throw new EchoFormatException(path, $"pixdim[{axis}]", $"{value}; it must be a finite number of millimetres.");
        return value == 0 ? 1 : value;
    }

    private static long Offset(Fields reader, bool single, string path)
    {
        var offset = reader.Single(108);
        if (single && offset == 0)
            return Length + 4;
        var least = single ? Length + 4 : 0;
        if (!(offset >= least && offset <= int.MaxValue))
            throw new EchoFormatException(path, "vox_offset", $"{offset}; it must be at least {least} and inside the file.");
        return (long)offset;
    }

    private sealed class Fields(byte[] header, bool big)
    {
        public byte Byte(int offset) => header[offset];

        public short Int16(int offset) => big
            ? BinaryPrimitives.ReadInt16BigEndian(header.AsSpan(offset))
            : BinaryPrimitives.ReadInt16LittleEndian(header.AsSpan(offset));

        public float Single(int offset) => big
            ? BinaryPrimitives.ReadSingleBigEndian(header.AsSpan(offset))
            : BinaryPrimitives.ReadSingleLittleEndian(header.AsSpan(offset));
    }
}
