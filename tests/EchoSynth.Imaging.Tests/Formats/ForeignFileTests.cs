using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Formats;

/// <summary>Files that nibabel, VTK, plastimatch and Pillow wrote are read as these read them.</summary>
public class ForeignFileTests
{
    private static readonly Dictionary<string, Expected> s_nibabel = Expected.Of("nibabel");
    private static readonly Dictionary<string, Expected> s_vtk = Expected.Of("vtk");
    private static readonly Dictionary<string, Expected> s_pillow = Expected.Of("pillow");

    public static TheoryData<string> Nibabel => Expected.Names("nibabel");

    public static TheoryData<string> Vtk => Expected.Names("vtk");

    public static TheoryData<string> Pillow => Expected.Names("pillow");

    [Theory]
    [MemberData(nameof(Nibabel))]
    public void Reads_what_nibabel_wrote_as_nibabel_does(string name)
    {
        var (path, expected) = (Fixture.Path($"nibabel/{name}"), s_nibabel[name]);
        if (expected.Error is { } field)
        {
            Fixture.Throws<EchoFormatException>(() => NiftiFile.Read(path), name, field, "is not supported", "uint8");
            return;
        }
        var volume = NiftiFile.Read(path);
        expected.AssertVolume(volume);
        Assert.Equal((volume.Width, volume.Height, volume.Depth), NiftiFile.ReadSize(path));
        if (path.Contains(".img", StringComparison.Ordinal))
            expected.AssertVolume(NiftiFile.Read(path.Replace(".img", ".hdr", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Vtk))]
    public void Reads_what_VTK_and_plastimatch_wrote_as_VTK_does(string name)
    {
        var path = Fixture.Path($"vtk/{name}");
        var volume = MetaImageFile.Read(path);
        s_vtk[name].AssertVolume(volume);
        Assert.Equal((volume.Width, volume.Height, volume.Depth), MetaImageFile.ReadSize(path));
    }

    [Theory]
    [MemberData(nameof(Pillow))]
    public void Reads_what_Pillow_wrote_as_Pillow_does(string name)
    {
        var ((header, samples), expected) = (PngSamples.Read(Fixture.Path($"pillow/{name}")), s_pillow[name]);
        Assert.Equal(expected.Shape!, new[] { header.Width, header.Height });
        var spacing = header.Spacing ?? PixelSpacing.Unit;
        Assert.Equal(expected.Spacing![0], spacing.X, 1e-6);
        Assert.Equal(expected.Spacing[1], spacing.Y, 1e-6);
        // Of 16 bits in several channels Pillow keeps the upper eight.
        expected.AssertValues([.. samples.Select(s => (double)(header.BitDepth == 16 && header.Channels > 1 ? s >> 8 : s))]);
    }

    [Fact]
    public void Sixty_four_bit_integers_are_exact()
    {
        var signed = NiftiFile.Read(Fixture.Path("nibabel/int64_2d.nii")).Values<long>().ToArray();
        var unsigned = NiftiFile.Read(Fixture.Path("nibabel/uint64_be_3d.nii.gz")).Values<ulong>().ToArray();
        for (var i = 0; i < signed.Length; i++)
            Assert.Equal((long)(long.MinValue + (Int128)Fixture.Grey(i % 7, i / 7) * ulong.MaxValue / 255), signed[i]);
        for (var i = 0; i < unsigned.Length; i++)
            Assert.Equal((ulong)((UInt128)Fixture.Grey(i % 5, i / 5 % 4, i / 20) * ulong.MaxValue / 255), unsigned[i]);
    }

    [Fact]
    public void Frames_of_five_axes_are_in_the_order_of_memory()
    {
        var volume = NiftiFile.Read(Fixture.Path("nibabel/five_axes.nii.gz"));
        Assert.Equal([4, 3, 2, 3, 2], volume.Shape);
        Assert.Equal(12, volume.Depth);
        for (var frame = 0; frame < 12; frame++)
            Assert.Equal(Fixture.Grey(3, 2, frame), volume[3, 2, frame]);
        Assert.Equal(0.02, NiftiFile.Read(Fixture.Path("nibabel/frames_on_axis_4.nii.gz")).Spacing.Z, 1e-7);
    }
}
