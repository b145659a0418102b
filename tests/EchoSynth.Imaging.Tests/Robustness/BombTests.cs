using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Robustness;

/// <summary>Headers that promise what is not there, and small files that expand to large ones: refused, in little memory. (PNG, NIfTI-1 and MetaImage headers: HostileFileTests.)</summary>
public class BombTests
{
    private const int Expanded = 200_000_000;
    private const long Most = 5_000_000;
    private static readonly Lazy<byte[]> s_zeros = new(() => Fixture.Zlib(new byte[Expanded]));

    [Fact]
    public void A_zraw_that_does_not_end_is_refused()
    {
        using var folder = new TestFolder();
        folder.Write("a.zraw", s_zeros.Value);
        const string Header = "NDims = 2\nDimSize = 3 2\nElementType = MET_UCHAR\nCompressedData = True\n";
        Hostile.Refused(() => MetaImageFile.Read(folder.Write("a.mhd", Header + "ElementDataFile = a.zraw\n")), Most, "a.zraw", "do not end");
        Hostile.Refused(() => MetaImageFile.Read(folder.Write("a.mha", [.. Encoding.ASCII.GetBytes(Header + "ElementDataFile = LOCAL\n"), .. s_zeros.Value])), Most, "a.mha", "do not end");
    }

    [Fact]
    public void A_gzip_that_does_not_end_is_refused()
    {
        using var folder = new TestFolder();
        NiftiFile.Write(folder["a.nii"], ImageVolume.Create<byte>(3, 2, 1, new byte[6]));
        using var bomb = new MemoryStream();
        using (var zip = new GZipStream(bomb, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(File.ReadAllBytes(folder["a.nii"]));
            zip.Write(new byte[Expanded]);
        }
        Hostile.Refused(() => NiftiFile.Read(folder.Write("b.nii.gz", bomb.ToArray())), Most, "b.nii.gz", "do not end");
    }

    [Fact]
    public void A_compressed_MATLAB_array_that_does_not_end_is_not_expanded()
    {
        using var folder = new TestFolder();
        MatFile.Write(folder["a.mat"], "predicted", [2, 4, 3], new byte[24]);
        var good = File.ReadAllBytes(folder["a.mat"]);
        var body = Fixture.Zlib([.. good[128..], .. new byte[Expanded]]);
        Hostile.Refused(() => MatFile.Read(folder.Write("b.mat", Compressed(good, body)), "predicted"), Most, "b.mat", "do not end");
        // And one that promises all the zeros, though its element is said to be small.
        Hostile.Refused(() => MatFile.Read(folder.Write("c.mat", Compressed(good, s_zeros.Value)), "predicted"), Most, "c.mat");
    }

    [Theory]
    [InlineData(4, 0x7fffffff)]
    [InlineData(4, -1)]
    [InlineData(12, -1)]
    [InlineData(28, 0x7ffffff8)]
    [InlineData(32, 0x7fffffff)]
    [InlineData(36, -1)]
    [InlineData(60, 0x7fffffff)]
    public void Absurd_sizes_of_a_MATLAB_file_cost_no_memory(int offset, int value)
    {
        using var folder = new TestFolder();
        MatFile.Write(folder["a.mat"], "predicted", [2, 4, 3], new byte[24]);
        var bytes = File.ReadAllBytes(folder["a.mat"]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(128 + offset), value);
        Hostile.Refused(() => MatFile.Read(folder.Write("b.mat", bytes), "predicted"), Most, "b.mat");
        Hostile.Refused(() => MatFile.Read(folder.Write("c.mat", Compressed(bytes, Fixture.Zlib(bytes[128..]))), "predicted"), Most, "c.mat");
    }

    [Theory]
    [InlineData(16, long.MaxValue)]
    [InlineData(24, long.MaxValue)]
    [InlineData(24, -1)]
    [InlineData(24, 1L << 31)]
    [InlineData(168, long.MaxValue)]
    [InlineData(168, 1L << 40)]
    public void Absurd_sizes_of_a_NIfTI_2_file_cost_no_memory(int offset, long value)
    {
        using var folder = new TestFolder();
        using var buffer = new MemoryStream();
        using (var zip = new GZipStream(File.OpenRead(Fixture.Path("nibabel/uint8_nifti2.nii.gz")), CompressionMode.Decompress))
            zip.CopyTo(buffer);
        var bytes = buffer.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(offset), value);
        Hostile.Refused(() => NiftiFile.Read(folder.Write("a.nii", bytes)), Most, "a.nii");
    }

    [Fact]
    public void A_sheet_of_cells_far_to_the_right_takes_no_memory_for_those_before_them()
    {
        using var folder = new TestFolder();
        Book(folder["wide.xlsx"], string.Concat(Enumerable.Repeat("""<row><c r="SF1"><v>1</v></c></row>""", 100_000)));
        Assert.True(new FileInfo(folder["wide.xlsx"]).Length < 100_000);
        Hostile.Refused(() => XlsxFile.Read(folder["wide.xlsx"]), 100_000_000, "wide.xlsx", "cells");
    }

    [Fact]
    public void A_sheet_that_expands_to_more_than_its_bound_is_refused()
    {
        using var folder = new TestFolder();
        Book(folder["spaces.xlsx"], new string(' ', Expanded / 4));
        Assert.True(new FileInfo(folder["spaces.xlsx"]).Length < 200_000);
        Hostile.Refused(() => XlsxFile.Read(folder["spaces.xlsx"]), 250_000_000, "spaces.xlsx");
    }

    [Fact]
    public void Sequences_of_more_frames_than_the_file_can_hold_give_no_items()
    {
        using var folder = new TestFolder();
        const string Header = "NDims = 3\nDimSize = 1 1 2147483647\nElementType = MET_UCHAR\nElementDataFile = ";
        foreach (var name in (string[])["patient001_4CH_sequence", "patient001_4CH_sequence_gt"])
        {
            folder.Write($"ted/patient001/{name}.mhd", $"{Header}{name}.raw\n");
            folder.Write($"ted/patient001/{name}.raw", new byte[100]);
        }
        Hostile.Refused(() => TedDataset.Open(folder["ted"]), Most, "patient001_4CH_sequence.mhd", "2147483647 bytes");
        NiftiFile.Write(folder["a.nii"], ImageVolume.Create<byte>(1, 1, 2, new byte[2]));
        var bytes = File.ReadAllBytes(folder["a.nii"]);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(40), 4);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(46), short.MaxValue);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(48), short.MaxValue);
        foreach (var name in (string[])["patient0001_4CH_half_sequence", "patient0001_4CH_half_sequence_gt"])
            folder.Write($"camus/patient0001/{name}.nii", bytes);
        Hostile.Refused(() => CamusDataset.Open(folder["camus"], new CamusOptions { IncludeSequences = true }), Most, "half_sequence", "dim");
    }

    [Fact]
    public void Outlines_that_would_take_minutes_to_fill_are_refused()
    {
        var many = string.Join(' ', Enumerable.Range(0, 10_001));
        using var folder = new TestFolder();
        folder.Write("png-cache/a.png", "");
        folder.Write("labels-all.json", Frame($"{{\"type\":\"curve\",\"x\":\"{many}\",\"y\":\"{many}\"}}"));
        Hostile.Refused(() => UnityDataset.Open(folder.Root), Most, "a.png.labels", "10001 points");
        folder.Write("labels-all.json", Frame($"[{string.Join(',', Enumerable.Repeat("""{"type":"curve","x":"1 2 3","y":"1 3 1"}""", 17))}]"));
        Hostile.Refused(() => UnityDataset.Open(folder.Root), Most, "a.png.labels", "more than 16 contours");
        folder.Write("FileList.csv", "FileName,Split\n0X1,TRAIN\n");
        folder.Write("VolumeTracings.csv", "FileName,X1,Y1,X2,Y2,Frame\n" + string.Concat(Enumerable.Range(0, 6_000).Select(i => $"0X1,{i % 50},{i},{60 + (i % 40)},{i},7\n")) + "0X1,1,1,2,1,9\n0X1,1,1,2,1,9\n0X1,1,2,3,2,9\n0X1,1,5,3,5,9\n");
        folder.Write("Videos/0X1.avi", "");
        Hostile.Refused(() => EchoNetDynamicDataset.Open(folder.Root), 50_000_000, "0X1", "11998 points");
        MatFile.Write(folder["a.mat"], "predicted", [1, 1025, 1024], new byte[1025 * 1024]);
        Hostile.Refused(() => HmcQuMasks.Read(folder["a.mat"], 1), 50_000_000, "1025 × 1024", "pixels");

        static string Frame(string curve) => """{"a.png":{"labels":{"curve-lv-endo":""" + curve + "}}}";
    }

    [Fact]
    public void Lists_that_are_too_long_to_be_true_are_refused_unread()
    {
        using var folder = new TestFolder();
        foreach (var name in (string[])["subgroup_training.txt", "Info_4CH.cfg", "phantom.json"])
        {
            using var file = File.Create(folder[name]);
            file.SetLength(1L << 32);
        }
        Hostile.Refused(() => CamusSplits.Read([folder.Root], 1), Most, "subgroup_training.txt", "4294967296 bytes");
        Hostile.Refused(() => CamusInfo.Read(folder["Info_4CH.cfg"]), Most, "Info_4CH.cfg", "4294967296 bytes");
        Hostile.Refused(() => EchoSynth.Imaging.Phantoms.PhantomDataset.TryOpen(folder.Root), Most, "phantom.json", "4294967296 bytes");
    }

    private static byte[] Compressed(byte[] mat, byte[] body)
    {
        byte[] bytes = [.. mat[..128], 15, 0, 0, 0, 0, 0, 0, 0, .. body];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(132), body.Length);
        return bytes;
    }

    private static void Book(string path, string rows)
    {
        XlsxFile.Write(path, []);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        zip.GetEntry("xl/worksheets/sheet1.xml")!.Delete();
        using var sheet = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
        sheet.Write($"<worksheet><sheetData>{rows}</sheetData></worksheet>");
    }
}
