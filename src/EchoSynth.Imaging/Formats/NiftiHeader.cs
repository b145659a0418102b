using System.Buffers.Binary;
using System.Globalization;

namespace EchoSynth.Imaging;

/// <summary>A NIfTI-1 or NIfTI-2 header, checked.</summary>
internal sealed record NiftiHeader(
    int[] Shape, int Depth, VoxelType Type, VolumeSpacing Spacing, double Slope, double Intercept, long DataOffset, bool BigEndian, bool SingleFile, int Length)
{
    private const string Supported = "supported are 2 uint8, 256 int8, 4 int16, 512 uint16, 8 int32, 768 uint32, 1024 int64, 1280 uint64, 16 float32, 64 float64";

    private static readonly (short Code, VoxelType Type)[] s_types =
    [
        (2, VoxelType.UInt8), (256, VoxelType.Int8), (4, VoxelType.Int16), (512, VoxelType.UInt16),
        (8, VoxelType.Int32), (768, VoxelType.UInt32), (1024, VoxelType.Int64), (1280, VoxelType.UInt64), (16, VoxelType.Float32), (64, VoxelType.Float64),
    ];

    public int Width => Shape[0];

    public int Height => Shape[1];

    public Int128 DataLength => (Int128)Width * Height * Depth * Voxels.Size(Type);

    public static NiftiHeader Read(Stream stream, string path)
    {
        var fields = NiftiFields.Read(stream, path);
        if (!fields.IsNifti)
            throw new EchoFormatException(path, "magic", "none of \"n+1\", \"n+2\" (single file), \"ni1\" and \"ni2\" (.hdr with .img); Analyze 7.5 files are not supported.");
        var (shape, depth, axis) = Dimensions(fields, path);
        var code = fields.DataType;
        var index = Array.FindIndex(s_types, t => t.Code == code);
        if (index < 0)
            throw new EchoFormatException(path, "datatype", $"{code}{NameOf(code)} is not supported; {Supported}.");
        var type = s_types[index].Type;
        if (fields.BitsPerPixel != 8 * Voxels.Size(type))
            throw new EchoFormatException(path, "bitpix", $"{fields.BitsPerPixel}; datatype {code} has {8 * Voxels.Size(type)} bits.");

        var unit = fields.LengthUnit switch { 1 => 1000.0, 3 => 0.001, _ => 1.0 };
        var spacing = new VolumeSpacing(PixelDimension(fields, path, 1) * unit, PixelDimension(fields, path, 2) * unit, PixelDimension(fields, path, axis));
        if (!spacing.IsValid)
            throw new EchoFormatException(path, "pixdim", $"{spacing.X} × {spacing.Y} × {spacing.Z} mm; all must be positive.");
        var (slope, intercept) = (fields.Slope, fields.Intercept);
        // The standard: a slope of 0 means that there is no scale.
        if (slope == 0 || !double.IsFinite(slope))
            (slope, intercept) = (1, 0);
        if (!double.IsFinite(intercept))
            throw new EchoFormatException(path, "scl_inter", $"{intercept}; it must be a finite number.");
        return new NiftiHeader(shape, depth, type, spacing, slope, intercept, Offset(fields, path), fields.BigEndian, fields.SingleFile, fields.Length);
    }

    public static byte[] Format(ImageVolume volume, bool frames)
    {
        var header = new byte[NiftiFields.Length1 + 4];
        var bytes = header.AsSpan();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, NiftiFields.Length1);
        short[] dim = [(short)(frames ? 3 : 2), (short)volume.Width, (short)volume.Height, (short)volume.Depth, 1, 1, 1, 1];
        for (var i = 0; i < dim.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(40 + 2 * i)..], dim[i]);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[70..], Array.Find(s_types, t => t.Type == volume.Type).Code);
        BinaryPrimitives.WriteInt16LittleEndian(bytes[72..], (short)(8 * Voxels.Size(volume.Type)));
        var (x, y, z) = ((float)volume.Spacing.X, (float)volume.Spacing.Y, (float)volume.Spacing.Z);
        WriteSingles(bytes[76..], 1, x, y, z, 1, 1, 1, 1);
        WriteSingles(bytes[108..], NiftiFields.Length1 + 4, (float)volume.Slope, (float)volume.Intercept);
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

    private static (int[] Shape, int Depth, int DepthAxis) Dimensions(NiftiFields fields, string path)
    {
        var count = fields.Dimension(0);
        if (count is < 1 or > 7)
            throw new EchoFormatException(path, "dim[0]", $"{count}; the number of dimensions must be 1 to 7.");
        if (count < 2)
            throw new EchoFormatException(path, "dim[0]", $"{count}; an image needs at least 2 dimensions.");
        var shape = new int[count];
        var (depth, axis) = (1L, 0);
        for (var i = 1; i <= count; i++)
        {
            var size = fields.Dimension(i);
            if (size is < 1 or > int.MaxValue)
                throw new EchoFormatException(path, $"dim[{i}]", $"{size}; it must be at least 1{(size < 1 ? "" : $" and at most {int.MaxValue}")}.");
            shape[i - 1] = (int)size;
            if (i < 3 || size == 1)
                continue;
            // Each factor and the product so far are below 2³¹: no overflow.
            depth *= size;
            if (depth > int.MaxValue)
                throw new EchoFormatException(path, $"dim[{i}]", $"{size}; all axes beyond rows and columns together make {depth} frames, at most {int.MaxValue} are possible.");
            axis = axis == 0 ? i : axis;
        }
        return (shape, (int)depth, axis == 0 ? 3 : axis);
    }

    private static double PixelDimension(NiftiFields fields, string path, int axis)
    {
        var value = Math.Abs(fields.PixelDimension(axis));
        // Seven digits of a float, so that 0.308f is read as 0.308, as it was written.
        if (fields.Length == NiftiFields.Length1)
            value = double.Parse(((float)value).ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
            throw new EchoFormatException(path, $"pixdim[{axis}]", $"{value}; it must be a finite number of millimetres.");
        return value == 0 ? 1 : value;
    }

    private static long Offset(NiftiFields fields, string path)
    {
        var offset = fields.DataOffset;
        var least = fields.SingleFile ? fields.Length + 4 : 0;
        if (fields.SingleFile && offset == 0)
            return least;
        if (!(offset >= least && offset <= int.MaxValue))
            throw new EchoFormatException(path, "vox_offset", $"{offset}; it must be at least {least} and inside the file.");
        return (long)offset;
    }

    private static string NameOf(short code) => code switch
    {
        32 => " (complex64)",
        128 => " (RGB)",
        1536 => " (float128)",
        1792 => " (complex128)",
        2048 => " (complex256)",
        2304 => " (RGBA)",
        _ => "",
    };
}
