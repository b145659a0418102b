using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Formats;

public class MetaImageFileTests
{
    private const string Header = "ObjectType = Image\nNDims = 3\nBinaryData = True\nDimSize = 3 2 1\nElementSpacing = 0.308 0.154 1.54\n";
    private static readonly byte[] s_pixels = [1, 2, 3, 4, 5, 6];

    [Theory]
    [InlineData("plastimatch_uint8.mha", VoxelType.UInt8)]
    [InlineData("plastimatch_int16.mhd", VoxelType.Int16)]
    [InlineData("plastimatch_uint16.mhd", VoxelType.UInt16)]
    [InlineData("plastimatch_float32.mha", VoxelType.Float32)]
    public void Reads_what_plastimatch_writes(string name, VoxelType type)
    {
        var volume = MetaImageFile.Read(Fixture.Path(name));
        Assert.Equal((6, 4, 2, type), (volume.Width, volume.Height, volume.Depth, volume.Type));
        Assert.Equal(0.308, volume.Spacing.X, 1e-7);
        Assert.Equal(0.154, volume.Spacing.Y, 1e-7);
        for (var i = 0; i < 48; i++)
            Assert.Equal(Fixture.Grey(i % 6, i / 6 % 4, i / 24), volume[i % 6, i / 6 % 4, i / 24]);
    }

    [Theory]
    [InlineData("a.mha", false)]
    [InlineData("a.mha", true)]
    [InlineData("a.mhd", false)]
    [InlineData("a.mhd", true)]
    public void Every_type_survives_a_round_trip(string name, bool compress)
    {
        using var folder = new TestFolder();
        Check<byte>([0, 255, 3, 4, 5, 6, 7, 8]);
        Check<sbyte>([-128, 127, 3, 4, 5, 6, 7, 8]);
        Check<ushort>([0, 65535, 3, 4, 5, 6, 7, 8]);
        Check<short>([-32768, 32767, 3, 4, 5, 6, 7, 8]);
        Check<uint>([0, uint.MaxValue, 3, 4, 5, 6, 7, 8]);
        Check<int>([int.MinValue, int.MaxValue, 3, 4, 5, 6, 7, 8]);
        Check<float>([float.MinValue, 0.1f, 3, 4, 5, 6, 7, 8]);
        Check<double>([double.MaxValue, 0.1, 3, 4, 5, 6, 7, 8]);
        Assert.Equal(name == "a.mha" ? 1 : 2, Directory.GetFiles(folder.Root).Length);

        void Check<T>(T[] values) where T : unmanaged
        {
            var volume = ImageVolume.Create<T>(2, 2, 2, values, new VolumeSpacing(0.308, 1.0 / 7, 5));
            MetaImageFile.Write(folder[name], volume, compress: compress);
            var read = MetaImageFile.Read(folder[name]);
            Assert.Equal(values, read.Values<T>().ToArray());
            Assert.Equal(volume.Spacing, read.Spacing);
        }
    }

    [Theory]
    [InlineData("", "False")]
    [InlineData("HeaderSize = 4\n", "False")]
    [InlineData("HeaderSize = -1\n", "False")]
    [InlineData("CompressedData = True\n", "True")]
    [InlineData("CompressedData = True\nCompressedDataSize = 14\n", "True")]
    public void Finds_the_pixels_in_another_file(string lines, string compressed)
    {
        using var folder = new TestFolder();
        var data = compressed == "True" ? Fixture.Zlib(s_pixels) : s_pixels;
        Assert.True(compressed == "False" || data.Length == 14);
        folder.Write("sub/a.dat", lines.Contains("HeaderSize", StringComparison.Ordinal) ? [9, 9, 9, 9, .. data] : data);
        var volume = MetaImageFile.Read(folder.Write("a.mhd", Header + lines + "ElementType = MET_UCHAR\nElementDataFile = sub/a.dat\n"));
        Assert.Equal(s_pixels, volume.Values<byte>().ToArray());
        Assert.Equal(new VolumeSpacing(0.308, 0.154, 1.54), volume.Spacing);
    }

    [Fact]
    public void Reads_big_endian_and_carriage_returns_and_two_dimensions()
    {
        using var folder = new TestFolder();
        folder.Write("a.raw", [1, 0, 0, 2]);
        const string Text = "NDims = 2\r\nDimSize = 2 1\r\nBinaryDataByteOrderMSB = True\r\nElementSize = 0.5 0.25\r\nElementType = MET_USHORT\r\nElementDataFile = a.raw";
        var volume = MetaImageFile.Read(folder.Write("a.mhd", Text));
        Assert.Equal(new ushort[] { 256, 2 }, volume.Values<ushort>().ToArray());
        Assert.Equal(new VolumeSpacing(0.5, 0.25, 1), volume.Spacing);
    }

    [Fact]
    public void Scaled_volumes_are_written_as_what_they_mean()
    {
        using var folder = new TestFolder();
        MetaImageFile.Write(folder["a.mha"], ImageVolume.Create<byte>(2, 1, 1, [1, 2], slope: 0.5, intercept: 3));
        Assert.Equal(new[] { 3.5, 4 }, MetaImageFile.Read(folder["a.mha"]).Values<double>().ToArray());
    }

    [Theory]
    [InlineData("DimSize = 3 2 1", "DimSize = 3 0 1", "DimSize")]
    [InlineData("DimSize = 3 2 1", "DimSize = 3 2", "DimSize: 2 numbers")]
    [InlineData("DimSize = 3 2 1", "DimSize = 3 x 1", "\"x\"")]
    [InlineData("DimSize = 3 2 1", "DimSize = 1e9 1e9 1", "promises 1000000000000000000 bytes")]
    [InlineData("DimSize = 3 2 1", "DimSize = 3 2 9", "promises 54 bytes")]
    [InlineData("NDims = 3", "NDims = 0", "NDims")]
    [InlineData("BinaryData = True", "BinaryData = False", "BinaryData")]
    [InlineData("BinaryData = True", "BinaryData = maybe", "BinaryData: \"maybe\"")]
    [InlineData("ObjectType = Image", "ObjectType = Tube", "ObjectType")]
    [InlineData("ObjectType = Image", "ElementNumberOfChannels = 3", "ElementNumberOfChannels")]
    [InlineData("ObjectType = Image", "HeaderSize = -2", "HeaderSize")]
    [InlineData("ElementSpacing = 0.308 0.154 1.54", "ElementSpacing = 0.308 0 1.54", "ElementSpacing")]
    [InlineData("ElementSpacing = 0.308 0.154 1.54", "ElementSpacing = 0.308 NaN 1.54", "ElementSpacing")]
    [InlineData("MET_UCHAR", "MET_FLOAT_ARRAY", "ElementType: \"MET_FLOAT_ARRAY\"")]
    [InlineData("a.raw", "LIST", "ElementDataFile", "not supported")]
    [InlineData("a.raw", "a%03d.raw 1 3 1", "ElementDataFile", "not supported")]
    [InlineData("a.raw", "../../etc/passwd", "ElementDataFile", "outside")]
    [InlineData("a.raw", "/etc/passwd", "ElementDataFile", "outside")]
    [InlineData("a.raw", "none.raw", "none.raw", "does not exist")]
    [InlineData("ElementDataFile = a.raw\n", "", "ElementDataFile", "missing")]
    [InlineData("ObjectType = Image", "some text", "no MetaImage")]
    public void A_wrong_entry_is_named(string right, string wrong, params string[] parts)
    {
        using var folder = new TestFolder();
        folder.Write("a.raw", s_pixels);
        var text = Header + "ElementType = MET_UCHAR\nElementDataFile = a.raw\n";
        Assert.Contains(right, text, StringComparison.Ordinal);
        var path = folder.Write("a.mhd", text.Replace(right, wrong, StringComparison.Ordinal));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fixture.Throws<EchoFormatException>(() => MetaImageFile.Read(path), parts);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Damaged_compressed_pixels_are_named()
    {
        using var folder = new TestFolder();
        var header = Header + "ElementType = MET_UCHAR\nCompressedData = True\nElementDataFile = a.zraw\n";
        var data = Fixture.Zlib(s_pixels);
        for (var length = 0; length < data.Length; length++)
        {
            folder.Write("a.zraw", data[..length]);
            Fixture.Throws<EchoFormatException>(() => MetaImageFile.Read(folder.Write("a.mhd", header)), "a.zraw");
        }
        data[^1] ^= 1;
        folder.Write("a.zraw", data);
        Fixture.Throws<EchoFormatException>(() => MetaImageFile.Read(folder["a.mhd"]), "a.zraw");
    }
}
