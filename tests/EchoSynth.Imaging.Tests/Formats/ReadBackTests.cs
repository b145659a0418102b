using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Formats;

/// <summary>What this library writes, other programs read: every value, and the spacing.</summary>
public class ReadBackTests
{
    private static readonly VolumeSpacing s_spacing = new(0.308, 0.154, 1.54);

    [ForeignFact("nibabel")]
    public void Nibabel_reads_every_type()
    {
        using var folder = new TestFolder();
        var written = new Dictionary<string, Expected>();
        foreach (var volume in Volumes())
        {
            foreach (var extension in (string[])[".nii", ".nii.gz"])
            {
                var name = $"{volume.Type}_{volume.Depth}_{volume.IsScaled}{extension}";
                NiftiFile.Write(folder[name], volume);
                written[name] = Record(volume, volume.Depth > 1 ? 3 : 2);
            }
        }
        ForeignReader.AssertReads("nibabel", folder, written);
    }

    [ForeignFact("vtk")]
    public void VTK_reads_every_type_that_it_has()
    {
        using var folder = new TestFolder();
        // VTK 9.1 has no name for MetaImage's 8-byte integers.
        ForeignReader.AssertReads("vtk", folder, WriteMetaImages(folder, v => v.Type is not (VoxelType.UInt64 or VoxelType.Int64)));
    }

    [ForeignFact("plastimatch")]
    public void Plastimatch_converts_what_it_can()
    {
        using var folder = new TestFolder();
        // plastimatch 1.9 cannot turn signed bytes into NIfTI, and has no 8-byte integers.
        ForeignReader.AssertReads("plastimatch", folder, WriteMetaImages(folder, v => v.Type is VoxelType.UInt8 or VoxelType.Int16 or VoxelType.UInt16 or VoxelType.Float32 && v.Depth > 1));
    }

    [ForeignFact("pillow")]
    public void Pillow_reads_pictures_and_masks()
    {
        using var folder = new TestFolder();
        var spacing = s_spacing.InPlane;
        var grey = EchoImage.FromUInt16(31, 17, [.. Enumerable.Range(0, 31 * 17).Select(i => (ushort)(i * 12345 % 65536))], spacing);
        PngCodec.Write(folder["grey8.png"], grey);
        PngCodec.Write(folder["grey16.png"], grey, 16);
        var mask = Fixture.Mask(19, 8, spacing);
        PngCodec.WriteMask(folder["mask.png"], mask);
        ForeignReader.AssertReads("pillow", folder, new()
        {
            ["grey8.png"] = Expected.From([31, 17], s_spacing, [.. grey.ToBytes().Select(v => (double)v)]),
            ["grey16.png"] = Expected.From([31, 17], s_spacing, [.. grey.ToUInt16().Select(v => (double)v)]),
            ["mask.png"] = Expected.From([19, 8], s_spacing, [.. mask.Labels.ToArray().Select(v => (double)v)]),
        });
    }

    [ForeignFact("nibabel")]
    public void A_file_that_is_not_what_was_written_is_noticed()
    {
        using var folder = new TestFolder();
        NiftiFile.Write(folder["a.nii"], ImageVolume.Create<byte>(2, 1, 1, [1, 2]));
        var other = Record(ImageVolume.Create<byte>(2, 1, 1, [1, 3]), 2);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => ForeignReader.AssertReads("nibabel", folder, new() { ["a.nii"] = other }));
    }

    private static Dictionary<string, Expected> WriteMetaImages(TestFolder folder, Func<ImageVolume, bool> wanted)
    {
        var written = new Dictionary<string, Expected>();
        foreach (var volume in Volumes().Where(v => !v.IsScaled && wanted(v)))
        {
            foreach (var (kind, extension, compress) in new[] { ("plain", ".mha", false), ("packed", ".mha", true), ("raw", ".mhd", false), ("zraw", ".mhd", true) })
            {
                var name = $"{volume.Type}_{volume.Depth}_{kind}{extension}";
                MetaImageFile.Write(folder[name], volume, compress: compress);
                written[name] = Record(volume, 3);
            }
        }
        return written;
    }

    private static IEnumerable<ImageVolume> Volumes()
    {
        foreach (var depth in (int[])[1, 3])
        {
            yield return Make<byte>(depth, v => (byte)v);
            yield return Make<sbyte>(depth, v => (sbyte)(v - 128));
            yield return Make<ushort>(depth, v => (ushort)(v * 257));
            yield return Make<short>(depth, v => (short)(v * 257 - 32768));
            yield return Make<uint>(depth, v => (uint)v * 16843009u);
            yield return Make<int>(depth, v => (int)(v * 16843009L + int.MinValue));
            yield return Make<ulong>(depth, v => (ulong)v << 44);
            yield return Make<long>(depth, v => (v - 100L) << 44);
            yield return Make<float>(depth, v => (v - 77) / 3f);
            yield return Make<double>(depth, v => (v - 77) / 3.0);
            yield return Make<byte>(depth, v => (byte)v, 0.5, -3);
        }
    }

    private static ImageVolume Make<T>(int depth, Func<int, T> value, double slope = 1, double intercept = 0) where T : unmanaged
    {
        var values = Enumerable.Range(0, 7 * 5 * depth).Select(i => value(Fixture.Grey(i % 7, i / 7 % 5, i / 35))).ToArray();
        return ImageVolume.Create<T>(7, 5, depth, values, s_spacing, slope, intercept);
    }

    private static Expected Record(ImageVolume volume, int axes) =>
        Expected.From(((int[])[volume.Width, volume.Height, volume.Depth])[..axes], volume.Spacing, volume.Elements());
}
