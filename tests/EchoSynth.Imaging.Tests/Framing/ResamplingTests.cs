using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Images;

public class ResamplingTests
{
    [Fact]
    public void Anisotropic_pixels_become_square_and_centred()
    {
        // 20 mm × 10 mm as 20 × 40 pixels: fills the width, half the height.
        var image = new EchoImage(20, 40, Enumerable.Repeat(1f, 800).ToArray(), new PixelSpacing(1, 0.25));
        var fit = Resampling.FitToSquare(image, 10);
        Assert.Equal(new PixelSpacing(2, 2), fit.Spacing);
        for (var y = 0; y < 10; y++)
        {
            // 5 of 10 rows, from 2.5 to 7.5.
            var expected = y is 2 or 7 ? 0.5 : y is > 2 and < 7 ? 1.0 : 0.0;
            for (var x = 0; x < 10; x++)
                Assert.Equal(expected, fit[x, y], 1e-5);
        }
    }

    [Theory]
    [InlineData(90, 30)]
    [InlineData(64, 64)]
    [InlineData(100, 37)]
    public void Shrinking_keeps_the_mean(int from, int to)
    {
        var image = Fixture.Image(from, from);
        Assert.Equal(image.Pixels.ToArray().Average(), Resampling.FitToSquare(image, to).Pixels.ToArray().Average(), 1e-5);
    }

    [Fact]
    public void Shrinking_by_a_whole_factor_is_the_mean_of_blocks()
    {
        var image = Fixture.Image(12, 12);
        var fit = Resampling.FitToSquare(image, 4);
        for (var i = 0; i < 16; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < 9; k++)
                sum += image[i % 4 * 3 + k % 3, i / 4 * 3 + k / 3];
            Assert.Equal(sum / 9, fit.Pixels[i], 1e-6);
        }
    }

    [Fact]
    public void The_same_size_changes_nothing()
    {
        var (image, mask) = (Fixture.Image(33, 33), Fixture.Mask(33, 33));
        Assert.Equal(image.Pixels.ToArray(), Resampling.FitToSquare(image, 33).Pixels.ToArray());
        Assert.Equal(mask.Labels.ToArray(), Resampling.FitToSquare(mask, 33).Labels.ToArray());
    }

    [Fact]
    public void Growing_is_bilinear()
    {
        var image = new EchoImage(2, 2, [0f, 1f, 0f, 1f], new PixelSpacing(2, 2));
        var fit = Resampling.FitToSquare(image, 8);
        float[] expected = [0, 0, 0.125f, 0.375f, 0.625f, 0.875f, 1, 1];
        for (var i = 0; i < 64; i++)
            Assert.Equal(expected[i % 8], fit.Pixels[i], 1e-6);
        Assert.Equal(new PixelSpacing(0.5, 0.5), fit.Spacing);
        // What is not known does not become known.
        Assert.Equal(PixelSpacing.Unit, Resampling.FitToSquare(new EchoImage(2, 2, image.Pixels), 8).Spacing);
    }

    [Fact]
    public void Image_and_mask_stay_on_top_of_each_other()
    {
        // The image is bright exactly where the mask says LV.
        var labels = Fixture.Bytes(150, 220, (x, y) => Math.Pow((x - 60) * 0.308, 2) + Math.Pow((y - 130) * 0.154, 2) < 100 ? 1 : 0);
        var spacing = new PixelSpacing(0.308, 0.154);
        var mask = Resampling.FitToSquare(new AnatomyMask(150, 220, labels, spacing), 64);
        var image = Resampling.FitToSquare(new EchoImage(150, 220, labels.Select(l => (float)l).ToArray(), spacing), 64);
        Assert.Equal(mask.Spacing, image.Spacing);
        for (var i = 0; i < 64 * 64; i++)
            Assert.True(mask.Labels[i] == 1 ? image.Pixels[i] >= 0.499 : image.Pixels[i] <= 0.501);
        // A disc of 10 mm radius keeps its area, and stays round.
        Assert.InRange(mask.Count(AnatomyLabel.LeftVentricle) * mask.Spacing.X * mask.Spacing.Y, 0.97 * Math.PI * 100, 1.03 * Math.PI * 100);
        var rows = Enumerable.Range(0, 64).Count(y => Enumerable.Range(0, 64).Any(x => mask[x, y] == AnatomyLabel.LeftVentricle));
        var columns = Enumerable.Range(0, 64).Count(x => Enumerable.Range(0, 64).Any(y => mask[x, y] == AnatomyLabel.LeftVentricle));
        Assert.InRange(rows - columns, -1, 1);
    }

    [Fact]
    public void A_thin_wall_survives_half_the_size()
    {
        for (var at = 8; at < 12; at++)
        {
            var mask = new AnatomyMask(32, 32, Fixture.Bytes(32, 32, (x, _) => x < at ? 1 : x == at ? 2 : 3));
            var fit = Resampling.FitToSquare(mask, 16);
            for (var y = 0; y < 16; y++)
                Assert.Contains(AnatomyLabel.Myocardium, Enumerable.Range(0, 16).Select(x => fit[x, y]));
        }
    }

    [Fact]
    public void The_letterbox_of_a_mask_is_background()
    {
        var fit = Resampling.FitToSquare(new AnatomyMask(10, 4, Enumerable.Repeat((byte)4, 40).ToArray()), 10);
        for (var y = 0; y < 10; y++)
            Assert.Equal(y is >= 3 and < 7 ? AnatomyLabel.Sector : AnatomyLabel.Background, fit[5, y]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampling.FitToSquare(fit, 0));
    }
}
