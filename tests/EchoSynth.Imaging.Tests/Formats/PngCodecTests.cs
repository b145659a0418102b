using System.IO.Hashing;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Formats;

public class PngCodecTests
{
    [Theory]
    [InlineData("grey8.png")]
    [InlineData("grey16.png")]
    [InlineData("grey_alpha.png")]
    [InlineData("adam7_grey8.png")]
    [InlineData("adam7_grey16.png")]
    public void Reads_grey_of_other_programs(string name)
    {
        var image = PngCodec.Read(Fixture.Path(name));
        Assert.Equal((13, 9), (image.Width, image.Height));
        Assert.Equal(Fixture.Bytes(13, 9, (x, y) => Fixture.Grey(x, y)), image.ToBytes());
    }

    [Fact]
    public void Sixteen_bits_are_not_cut_to_eight() =>
        Assert.Equal(Fixture.Bytes(13, 9, (x, y) => Fixture.Grey(x, y)).Select(v => (ushort)(v * 257)), PngCodec.Read(Fixture.Path("grey16.png")).ToUInt16());

    [Theory]
    [InlineData("rgb.png")]
    [InlineData("rgba.png")]
    [InlineData("adam7_rgb.png")]
    public void Colours_become_luma(string name)
    {
        var image = PngCodec.Read(Fixture.Path(name));
        for (var y = 0; y < 9; y++)
        {
            for (var x = 0; x < 13; x++)
            {
                var luma = (0.299 * Fixture.Grey(x, y) + 0.587 * Fixture.Grey(x, y, 1) + 0.114 * Fixture.Grey(x, y, 2)) / 255;
                Assert.Equal(luma, image[x, y], 1e-6);
            }
        }
    }

    [Fact]
    public void Low_bit_depths_are_scaled_to_one()
    {
        Assert.Equal(Fixture.Bytes(13, 9, (x, y) => Fixture.Grey(x, y) % 2 * 255), PngCodec.Read(Fixture.Path("grey1.png")).ToBytes());
        Assert.Equal(Fixture.Bytes(13, 9, (x, y) => Fixture.Grey(x, y) % 4 * 85), PngCodec.Read(Fixture.Path("adam7_grey2.png")).ToBytes());
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(4, 5)]
    [InlineData(8, 5)]
    public void Palette_indices_are_labels(int bits, int count)
    {
        var mask = PngCodec.ReadMask(Fixture.Path($"palette{bits}.png"));
        Assert.Equal(Fixture.Bytes(13, 9, (x, y) => Fixture.Grey(x, y) % count), mask.Labels.ToArray());
    }

    [Fact]
    public void Palette_pictures_read_as_images_have_their_colours_luma()
    {
        var image = PngCodec.Read(Fixture.Path("palette8.png"));
        double[] expected = [0, 0.299, 0.587, 0.114, 90 / 255.0];
        for (var i = 0; i < 13 * 9; i++)
            Assert.Equal(expected[Fixture.Grey(i % 13, i / 13) % 5], image.Pixels[i], 1e-6);
    }

    [Fact]
    public void Resolution_of_other_programs_is_spacing()
    {
        // 254 × 127 dots per inch.
        var spacing = PngCodec.Read(Fixture.Path("grey8.png")).Spacing;
        Assert.Equal(0.1, spacing.X, 1e-4);
        Assert.Equal(0.2, spacing.Y, 1e-4);
        Assert.Equal(PixelSpacing.Unit, PngCodec.Read(Fixture.Path("rgb.png")).Spacing);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void Written_images_read_back_exactly(int bits)
    {
        using var folder = new TestFolder();
        var values = Enumerable.Range(0, 31 * 17).Select(i => (ushort)(i * 12345 % 65536)).ToArray();
        var image = EchoImage.FromUInt16(31, 17, values, new PixelSpacing(0.30812345678, 1.0 / 7));
        PngCodec.Write(folder["a.png"], image, bits);
        var read = PngCodec.Read(folder["a.png"]);
        Assert.Equal(image.Spacing, read.Spacing);
        if (bits == 16)
            Assert.Equal(values, read.ToUInt16());
        else
            Assert.Equal(image.ToBytes(), read.ToBytes());
    }

    [Fact]
    public void Exact_spacing_counts_only_while_pHYs_agrees()
    {
        using var folder = new TestFolder();
        PngCodec.Write(folder["a.png"], Fixture.Image(5, 4, spacing: new PixelSpacing(0.5, 0.5)));
        var bytes = File.ReadAllBytes(folder["a.png"]);
        // Another program halves the resolution in pHYs and keeps the text.
        var at = bytes.AsSpan().IndexOf("pHYs"u8);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at + 4), 1000);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at + 8), 1000);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at + 13), Crc32.HashToUInt32(bytes.AsSpan(at, 13)));
        Assert.Equal(new PixelSpacing(1, 1), PngCodec.Read(folder.Write("b.png", bytes)).Spacing);
    }

    [Fact]
    public void Written_masks_read_back_as_labels_and_open_as_colours()
    {
        using var folder = new TestFolder();
        var mask = Fixture.Mask(19, 8, new PixelSpacing(0.3, 0.2));
        PngCodec.WriteMask(folder["m.png"], mask);
        var read = PngCodec.ReadMask(folder["m.png"]);
        Assert.Equal(mask.Labels.ToArray(), read.Labels.ToArray());
        Assert.Equal(mask.Spacing, read.Spacing);
        Assert.Equal(PngColour.Palette, PngSamples.Read(folder["m.png"]).Header.Colour);
        Assert.Equal(PngCodec.LabelPalette.ToArray(), PngSamples.Read(folder["m.png"]).Header.Palette);
    }

    [Fact]
    public void Written_rgb_reads_back()
    {
        using var folder = new TestFolder();
        var rgb = Fixture.Bytes(3 * 6, 5, (x, y) => Fixture.Grey(x, y));
        PngCodec.WriteRgb(folder["c.png"], 6, 5, rgb);
        Assert.Equal(rgb.Select(v => (ushort)v), PngSamples.Read(folder["c.png"]).Samples);
        Assert.Throws<ArgumentException>(() => PngCodec.WriteRgb(folder["c.png"], 6, 5, rgb.AsSpan(1)));
    }

    [Fact]
    public void Masks_must_hold_labels()
    {
        Fixture.Throws<EchoFormatException>(() => PngCodec.ReadMask(Fixture.Path("grey8.png")), "grey8.png", "label", "labels are 0");
        Fixture.Throws<EchoFormatException>(() => PngCodec.ReadMask(Fixture.Path("rgb.png")), "coloured");
    }

    [Fact]
    public void Damage_is_named()
    {
        using var folder = new TestFolder();
        var good = File.ReadAllBytes(Fixture.Path("grey8.png"));
        Fixture.Throws<EchoFormatException>(() => PngCodec.Read(folder["none.png"]), "none.png", "does not exist");
        Fixture.Throws<EchoFormatException>(() => PngCodec.Read(folder.Write("magic.png", "GIF89a..............")), "signature");
        Fixture.Throws<EchoFormatException>(() => PngCodec.Read(folder.Write("cut.png", good[..^20])), "cut.png", "truncated");
        var crc = (byte[])good.Clone();
        crc[^20] ^= 1;
        Fixture.Throws<EchoFormatException>(() => PngCodec.Read(folder.Write("crc.png", crc)), "IDAT", "CRC");
        Fixture.Throws<EchoFormatException>(() => PngCodec.Read(folder.Root), "folder");
    }

    [Theory]
    [InlineData(30000, 30000, 8, 0, "pixels")]
    [InlineData(5000, 5000, 8, 0, "promises")]
    [InlineData(0, 4, 8, 0, "0 × 4")]
    [InlineData(4, 4, 3, 0, "colour type 0 with 3 bits")]
    [InlineData(4, 4, 8, 3, "PLTE")]
    public void Impossible_headers_are_refused_before_allocation(int width, int height, int depth, int colour, string part)
    {
        using var folder = new TestFolder();
        var file = PngWriter.Encode(4, 4, 8, PngColour.Grey, new byte[16]);
        var header = file.AsSpan(16);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(header, width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = ((byte)depth, (byte)colour);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), Crc32.HashToUInt32(file.AsSpan(12, 17)));
        var path = folder.Write("h.png", file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fixture.Throws<EchoFormatException>(() => PngCodec.Read(path), part);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }
}
