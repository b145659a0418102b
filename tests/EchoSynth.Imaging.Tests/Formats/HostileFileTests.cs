using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.IO.Hashing;
using EchoSynth.Imaging.Tests.Robustness;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Formats;

/// <summary>Files made to make a reader hang, read what it should not, or run out of memory.</summary>
public class HostileFileTests
{
    private const string Header = "NDims = 2\nDimSize = 3 2\nElementType = MET_UCHAR\n";

    [UnixTheory]
    [InlineData("a.png")]
    [InlineData("a.nii")]
    [InlineData("a.nii.gz")]
    [InlineData("a.mha")]
    public void A_pipe_is_refused_and_does_not_hang(string name)
    {
        using var folder = new TestFolder();
        Hostile.MakePipe(folder[name]);
        Throws(() => EchoFile.ReadImage(folder[name]), name, "pipe or device");
        File.CreateSymbolicLink(folder["link-" + name], folder[name]);
        Throws(() => EchoFile.ReadMask(folder["link-" + name]), "link-", "pipe or device");
    }

    [UnixFact]
    public void Pipes_and_devices_hold_no_pixels()
    {
        using var folder = new TestFolder();
        Hostile.MakePipe(folder["pipe.raw"]);
        Throws(() => MetaImageFile.Read(folder.Write("a.mhd", Header + "ElementDataFile = pipe.raw\n")), "pipe.raw", "pipe or device");
        Throws(() => NiftiFile.Read("/dev/zero"), "/dev/zero", "pipe or device");
        File.CreateSymbolicLink(folder["b.nii"], "/dev/zero");
        Throws(() => NiftiFile.Read(folder["b.nii"]), "b.nii", "pipe or device");
        File.CreateSymbolicLink(folder["zero.raw"], "/dev/zero");
        Throws(() => MetaImageFile.Read(folder.Write("c.mhd", Header + "ElementDataFile = zero.raw\n")), "c.mhd", "ElementDataFile", "symbolic link");
        Throws(() => PngCodec.Read(folder.Write("empty.png", "")), "empty.png", "empty");
    }

    [UnixFact]
    public void Links_that_leave_the_folder_are_refused_and_others_followed()
    {
        using var folder = new TestFolder();
        byte[] pixels = [1, 2, 3, 4, 5, 6];
        folder.Write("secret.raw", pixels);
        folder.Write("data/inside.raw", pixels);
        File.CreateSymbolicLink(folder["data/out.raw"], "../secret.raw");
        File.CreateSymbolicLink(folder["data/in.raw"], "inside.raw");
        Directory.CreateSymbolicLink(folder["data/up"], "..");
        File.CreateSymbolicLink(folder["data/twice.raw"], "up/data/out.raw");
        File.CreateSymbolicLink(folder["data/round.raw"], "round.raw");
        foreach (var name in (string[])["out.raw", "up/secret.raw", "twice.raw"])
            Throws(() => Read(name), "ElementDataFile", name, "symbolic link");
        Throws(() => Read("round.raw"), "a.mhd", "links");
        Assert.Equal(pixels, Read("in.raw").Values<byte>().ToArray());
        Assert.Equal(pixels, Read("up/data/inside.raw").Values<byte>().ToArray());

        // A linked folder is no way out, and neither is a linked header whose pixels lie beside what it points to.
        Directory.CreateSymbolicLink(folder["linked"], folder["data"]);
        folder.Write("data/a.mhd", Header + "ElementDataFile = inside.raw\n");
        Assert.Equal(pixels, MetaImageFile.Read(folder["linked/a.mhd"]).Values<byte>().ToArray());
        Directory.CreateDirectory(folder["other"]);
        File.CreateSymbolicLink(folder["other/a.mhd"], folder["data/a.mhd"]);
        File.CreateSymbolicLink(folder["other/inside.raw"], folder["data/inside.raw"]);
        Assert.Equal(pixels, MetaImageFile.Read(folder["other/a.mhd"]).Values<byte>().ToArray());

        ImageVolume Read(string name) => MetaImageFile.Read(folder.Write("data/a.mhd", Header + $"ElementDataFile = {name}\n"));
    }

    [Fact]
    public void A_header_that_names_itself_is_refused()
    {
        using var folder = new TestFolder();
        foreach (var name in (string[])["a.mhd", "./a.mhd", "sub/../a.mhd"])
            Throws(() => MetaImageFile.Read(folder.Write("a.mhd", Header + $"HeaderSize = -1\nElementDataFile = {name}\n")), "ElementDataFile", "the header itself");
    }

    [Theory]
    [InlineData(42, -1)]
    [InlineData(48, 32767)]
    [InlineData(50, 32767)]
    [InlineData(108, 0x4EFFFFFF)]
    public void Absurd_nifti_sizes_cost_no_memory(int offset, int value)
    {
        using var folder = new TestFolder();
        NiftiFile.Write(folder["a.nii"], ImageVolume.Create<byte>(3, 2, 2, new byte[12]));
        var bytes = File.ReadAllBytes(folder["a.nii"]);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(40), 7);
        if (offset == 108)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);
        else
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(offset), (short)value);
        if (offset == 50)
            bytes.AsSpan(42, 14).Fill(0x7F);
        Refused(folder.Write("b.nii", bytes));
        Refused(folder.Write("b.nii.gz", Zip(bytes)));
    }

    [Theory]
    [InlineData("9223372036854775807 1 1")]
    [InlineData("-1 1 1")]
    [InlineData("2147483647 2147483647 2147483647")]
    [InlineData("3 2 1e300")]
    [InlineData("46341 46341 2")]
    public void Absurd_metaimage_sizes_cost_no_memory(string sizes)
    {
        using var folder = new TestFolder();
        folder.Write("a.raw", new byte[6]);
        Refused(folder.Write("a.mhd", $"NDims = 3\nDimSize = {sizes}\nElementType = MET_DOUBLE\nElementDataFile = a.raw\n"));
    }

    [Fact]
    public void Compressed_texts_of_a_png_are_not_expanded()
    {
        using var folder = new TestFolder();
        var bomb = Fixture.Zlib(new byte[200_000_000]);
        var png = Png(Fixture.Zlib([0, 1, 2]), ("zTXt", [.. "Comment\0\0"u8, .. bomb]), ("iCCP", [.. "profile\0\0"u8, .. bomb]), ("iTXt", [.. "Comment\0\u0001\0\0\0"u8, .. bomb]), ("tEXt", new byte[100_000]));
        var path = folder.Write("a.png", png);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(new byte[] { 1, 2 }, PngCodec.Read(path).ToBytes());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public void Pixel_data_of_a_png_that_do_not_end_are_refused()
    {
        using var folder = new TestFolder();
        Refused(folder.Write("a.png", Png(Fixture.Zlib(new byte[200_000_000]))));
    }

    private static void Refused(string path)
    {
        var clock = Stopwatch.StartNew();
        // Of an .mhd the message names the file of pixels.
        Throws(() => EchoFile.ReadImage(path), Path.ChangeExtension(path, null));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"{clock.Elapsed}");
    }

    private static void Throws(Action action, params string[] parts) => Hostile.Refused(action, 5_000_000, parts);

    /// <summary>Two grey pixels of 8 bits.</summary>
    private static byte[] Png(byte[] data, params (string Type, byte[] Body)[] others)
    {
        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n"u8, 26, 10]);
        foreach (var (type, body) in ((string, byte[])[])[("IHDR", [0, 0, 0, 2, 0, 0, 0, 1, 8, 0, 0, 0, 0]), .. others, ("IDAT", data), ("IEND", [])])
        {
            byte[] named = [.. System.Text.Encoding.Latin1.GetBytes(type), .. body];
            var number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
            file.Write(number);
            file.Write(named);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(named));
            file.Write(number);
        }
        return file.ToArray();
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var zip = new GZipStream(buffer, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(bytes);
        return buffer.ToArray();
    }
}
