using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Formats;

public class EchoFileTests
{
    [Theory]
    [InlineData("a/b.PNG", ".png")]
    [InlineData("b.nii.gz", ".nii.gz")]
    [InlineData("b.x.nii", ".nii")]
    [InlineData("b.gz", null)]
    public void Extensions_are_recognised(string path, string? extension) => Assert.Equal(extension, EchoFile.ExtensionOf(path));

    [Theory]
    [InlineData(255, new[] { 0f, 1f, 1f / 255 })]
    [InlineData(65535, new[] { 0f, 1f, 1f / 65535 })]
    public void Sixteen_bits_are_scaled_by_what_they_hold(int largest, float[] expected)
    {
        using var folder = new TestFolder();
        NiftiFile.Write(folder["a.nii"], ImageVolume.Create<ushort>(3, 1, 1, [0, (ushort)largest, 1]));
        Assert.Equal(expected, EchoFile.ReadImage(folder["a.nii"]).Pixels.ToArray());
    }

    [Fact]
    public void Integers_of_a_dark_image_are_not_taken_for_fractions()
    {
        using var folder = new TestFolder();
        NiftiFile.Write(folder["a.nii"], ImageVolume.Create<short>(2, 1, 1, [0, 1]));
        Assert.Equal(new[] { 0f, 1f / 255 }, EchoFile.ReadImage(folder["a.nii"]).Pixels.ToArray());
        NiftiFile.Write(folder["b.nii"], ImageVolume.Create<short>(2, 1, 1, [0, 256]));
        Fixture.Throws<EchoFormatException>(() => EchoFile.ReadImage(folder["b.nii"]), "b.nii", "256 at (1, 0)", "0 to 255");
    }

    [Fact]
    public void Labels_of_floating_point_are_rounded() =>
        Assert.Equal(Fixture.Bytes(7, 5, (x, y) => Fixture.Grey(x, y) % 4), EchoFile.ReadMask(Fixture.Path("labels_float32.nii.gz")).Labels.ToArray());

    [Fact]
    public void Unknown_extensions_and_frames_are_named()
    {
        using var folder = new TestFolder();
        Fixture.Throws<EchoFormatException>(() => EchoFile.ReadImage("a.tiff"), "a.tiff", ".nii.gz");
        Fixture.Throws<EchoFormatException>(() => EchoFile.WriteImage(folder["a.tiff"], Fixture.Image(2, 2)), "a.tiff", ".nii.gz");
        Fixture.Throws<EchoFormatException>(() => EchoFile.ReadImage(Fixture.Path("grey8.png"), 1), "frame");
        Fixture.Throws<EchoFormatException>(() => EchoFile.ReadImage(Fixture.Path("sequence.nii.gz"), 3), "frames 0 to 2");
        Assert.Equal(Fixture.Bytes(6, 4, (x, y) => Fixture.Grey(x, y, 2)), EchoFile.ReadImage(Fixture.Path("sequence.nii.gz"), 2).ToBytes());
    }
}
