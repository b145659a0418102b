using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Images;

public class EchoImageTests
{
    [Theory]
    [InlineData(1.00001f)]
    [InlineData(-0.00001f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_value_outside_the_range_is_named(float value)
    {
        var pixels = new float[6];
        pixels[4] = value;
        Fixture.Throws<ArgumentException>(() => _ = new EchoImage(3, 2, pixels), "Pixel (1, 1)", "[0, 1]");
    }

    [Fact]
    public void Rounding_errors_are_clamped()
    {
        var image = new EchoImage(2, 1, [-9e-7f, 1 + 9e-7f]);
        Assert.Equal(new[] { 0f, 1f }, image.Pixels.ToArray());
    }

    [Fact]
    public void All_bytes_survive()
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        Assert.Equal(bytes, EchoImage.FromBytes(16, 16, bytes).ToBytes());
    }

    [Fact]
    public void All_words_survive()
    {
        var words = Enumerable.Range(0, 65536).Select(i => (ushort)i).ToArray();
        Assert.Equal(words, EchoImage.FromUInt16(256, 256, words).ToUInt16());
    }

    [Fact]
    public void The_pixels_are_a_copy()
    {
        float[] pixels = [0.5f];
        var image = new EchoImage(1, 1, pixels);
        pixels[0] = 1;
        Assert.Equal(0.5f, image[0, 0]);
    }

    [Fact]
    public void Wrong_counts_and_spacings_are_refused()
    {
        Fixture.Throws<ArgumentException>(() => _ = new EchoImage(2, 2, new float[3]), "3 pixels", "4 are needed");
        Fixture.Throws<ArgumentException>(() => _ = new EchoImage(1, 1, new float[1], new PixelSpacing(0, 1)), "positive");
        Assert.Throws<ArgumentOutOfRangeException>(() => new EchoImage(0, 1, []));
    }
}
