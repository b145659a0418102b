using System.Buffers.Binary;
using System.IO.Compression;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Formats;

public class NiftiFileTests
{
    public static TheoryData<string, VoxelType, Func<int, double>> Foreign => new()
    {
        { "uint8.nii.gz", VoxelType.UInt8, v => v },
        { "int8.nii", VoxelType.Int8, v => v - 128 },
        { "int16_scaled_be.nii", VoxelType.Int16, v => 0.5 * (v - 100) + 50 },
        { "uint16.nii.gz", VoxelType.UInt16, v => v * 257 },
        { "int32_be.nii", VoxelType.Int32, v => v * 8000001.0 - 1000000000 },
        { "uint32.nii", VoxelType.UInt32, v => v * 16000001.0 },
        { "float32.nii.gz", VoxelType.Float32, v => (float)(v / 255.0) },
        { "float64_be.nii", VoxelType.Float64, v => v / 3.0 },
        { "pair.hdr", VoxelType.UInt8, v => v },
        { "pair.img", VoxelType.UInt8, v => v },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Reads_what_nibabel_writes(string name, VoxelType type, Func<int, double> value)
    {
        var volume = NiftiFile.Read(Fixture.Path(name));
        Assert.Equal((7, 5, 1, type), (volume.Width, volume.Height, volume.Depth, volume.Type));
        Assert.Equal(new PixelSpacing(0.308, 0.154), volume.Spacing.InPlane);
        for (var y = 0; y < 5; y++)
        {
            for (var x = 0; x < 7; x++)
                Assert.Equal(value(Fixture.Grey(x, y)), volume[x, y]);
        }
    }

    [Fact]
    public void Sequences_have_frames_on_the_last_axis()
    {
        var volume = NiftiFile.Read(Fixture.Path("sequence.nii.gz"));
        Assert.Equal((6, 4, 3), (volume.Width, volume.Height, volume.Depth));
        Assert.Equal(new VolumeSpacing(0.308, 0.154, 1.54), volume.Spacing);
        var frame = new float[24];
        for (var k = 0; k < 3; k++)
        {
            volume.CopyFrame(k, frame);
            Assert.Equal(Fixture.Bytes(6, 4, (x, y) => Fixture.Grey(x, y, k)).Select(v => (float)v), frame);
        }
        Assert.Equal((6, 4, 3), NiftiFile.ReadSize(Fixture.Path("sequence.nii.gz")));
    }

    [Theory]
    [InlineData("a.nii")]
    [InlineData("a.nii.gz")]
    public void Every_type_survives_a_round_trip(string name)
    {
        using var folder = new TestFolder();
        Check<byte>([0, 255, 3, 4, 5, 6, 7, 8]);
        Check<sbyte>([-128, 127, 3, 4, 5, 6, 7, 8]);
        Check<ushort>([0, 65535, 3, 4, 5, 6, 7, 8]);
        Check<short>([-32768, 32767, 3, 4, 5, 6, 7, 8]);
        Check<uint>([0, uint.MaxValue, 3, 4, 5, 6, 7, 8]);
        Check<int>([int.MinValue, int.MaxValue, 3, 4, 5, 6, 7, 8]);
        Check<float>([float.MinValue, 0.1f, 3, 4, 5, 6, 7, float.NaN]);
        Check<double>([double.MaxValue, 0.1, 3, 4, 5, 6, 7, double.NegativeInfinity]);

        void Check<T>(T[] values) where T : unmanaged
        {
            var volume = ImageVolume.Create<T>(2, 2, 2, values, new VolumeSpacing(0.3, 0.2, 5), 0.25, -3);
            NiftiFile.Write(folder[name], volume);
            var read = NiftiFile.Read(folder[name]);
            Assert.Equal(values, read.Values<T>().ToArray());
            Assert.Equal((volume.Spacing, 0.25, -3.0), (read.Spacing, read.Slope, read.Intercept));
        }
    }

    [Fact]
    public void The_writer_changes_the_type_on_request()
    {
        using var folder = new TestFolder();
        var volume = ImageVolume.Create<float>(2, 1, 1, [1.4f, 254.6f]);
        NiftiFile.Write(folder["a.nii"], volume, VoxelType.UInt8);
        Assert.Equal(new byte[] { 1, 255 }, NiftiFile.Read(folder["a.nii"]).Values<byte>().ToArray());
        Fixture.Throws<ArgumentException>(() => NiftiFile.Write(folder["a.nii"], volume, VoxelType.Int8), "254.6", "Int8", "(1, 0, 0)");
    }

    [Theory]
    [InlineData(0, 4, 1, "sizeof_hdr")]
    [InlineData(0, 4, 541, "sizeof_hdr: 541")]
    [InlineData(0, 4, 540, "header: the file is truncated")]
    [InlineData(40, 2, 0, "dim[0]")]
    [InlineData(40, 2, 9, "dim[0]")]
    [InlineData(42, 2, 0, "dim[1]")]
    [InlineData(44, 2, -5, "dim[2]")]
    [InlineData(70, 2, 128, "datatype: 128")]
    [InlineData(70, 2, 1536, "datatype: 1536 (float128) is not supported")]
    [InlineData(70, 2, 32, "datatype: 32 (complex64)")]
    [InlineData(72, 2, 16, "bitpix: 16")]
    [InlineData(80, 4, 0x7FC00000, "pixdim[1]")]
    [InlineData(108, 4, 0x7FC00000, "vox_offset")]
    [InlineData(108, 4, 0x43000000, "vox_offset")]
    [InlineData(116, 4, 0x7F800000, "scl_inter")]
    [InlineData(344, 4, 0x00326E, "magic")]
    public void A_wrong_field_is_named(int offset, int size, int value, string part)
    {
        using var folder = new TestFolder();
        NiftiFile.Write(folder["a.nii"], ImageVolume.Create<byte>(3, 2, 1, new byte[6], slope: 2));
        var bytes = File.ReadAllBytes(folder["a.nii"]);
        if (size == 2)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(offset), (short)value);
        else
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);
        Fixture.Throws<EchoFormatException>(() => NiftiFile.Read(folder.Write("b.nii", bytes)), "b.nii", part);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_header_that_promises_too_much_costs_no_memory(bool zipped)
    {
        using var folder = new TestFolder();
        NiftiFile.Write(folder["a.nii"], ImageVolume.Create<byte>(3, 2, 1, new byte[6]));
        var bytes = File.ReadAllBytes(folder["a.nii"]);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(42), 32767);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(44), 32767);
        var path = folder.Write("b.nii", zipped ? Zip(bytes) : bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fixture.Throws<EchoFormatException>(() => NiftiFile.Read(path), "b.nii", "dim", "promises 1073676641 bytes");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Every_truncation_of_a_zipped_file_is_found()
    {
        using var folder = new TestFolder();
        var bytes = File.ReadAllBytes(Fixture.Path("uint8.nii.gz"));
        for (var length = 0; length < bytes.Length; length++)
            Fixture.Throws<EchoFormatException>(() => NiftiFile.Read(folder.Write("cut.nii.gz", bytes[..length])), "cut.nii.gz");
    }

    [Fact]
    public void Metres_become_millimetres_and_a_missing_spacing_one()
    {
        using var folder = new TestFolder();
        NiftiFile.Write(folder["a.nii"], ImageVolume.Create<byte>(3, 2, 1, new byte[6], new VolumeSpacing(0.0003, 0.0002, 1)));
        var bytes = File.ReadAllBytes(folder["a.nii"]);
        bytes[123] = 1;
        var spacing = NiftiFile.Read(folder.Write("b.nii", bytes)).Spacing;
        Assert.Equal(0.3, spacing.X, 1e-9);
        Assert.Equal(0.2, spacing.Y, 1e-9);
        bytes[123] = 2;
        bytes.AsSpan(80, 4).Clear();
        Assert.Equal(1, NiftiFile.Read(folder.Write("b.nii", bytes)).Spacing.X);
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var zip = new GZipStream(buffer, CompressionLevel.Fastest))
            zip.Write(bytes);
        return buffer.ToArray();
    }
}
