using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Metrics;

/// <summary>Against scikit-image, and the authors' msssim.m in NumPy and SciPy (Fixtures/make_fidelity.py).</summary>
public class MultiScaleSimilarityTests
{
    private const double Tolerance = 1e-6;

    public static TheoryData<int> Multiscale => [.. Enumerable.Range(0, FidelityFixture.All.MultiScale.Length)];

    public static TheoryData<int> Scikit => [.. Enumerable.Range(0, FidelityFixture.All.Scikit.Length)];

    [Theory]
    [MemberData(nameof(Multiscale))]
    public void Ms_ssim_equals_the_reference_over_the_frame_and_inside_regions(int index)
    {
        var expected = FidelityFixture.All.MultiScale[index];
        var (width, height) = (expected.Width, expected.Height);
        var (real, synthetic) = FidelityFixture.Pair(width, height, expected.Kind);
        bool[] band = [.. Enumerable.Range(0, width * height).Select(i => Math.Abs(i % width - i / width) < 2)];
        var whole = MultiScaleSimilarity.Measure(real, synthetic);
        var disc = MultiScaleSimilarity.Measure(real, synthetic, FidelityFixture.Disc(width, height));
        Assert.Equal(expected.Scales, whole.Scales);
        Assert.Equal(expected.Scales, disc.Scales);
        Assert.Equal(expected.Whole, whole.Value, Tolerance);
        Assert.Equal(expected.Disc, disc.Value, Tolerance);
        Assert.Equal(expected.Band, MultiScaleSimilarity.Measure(real, synthetic, band).Value, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Scikit))]
    public void Ssim_and_psnr_equal_scikit_image_for_odd_small_and_constant_images(int index)
    {
        var expected = FidelityFixture.All.Scikit[index];
        var real = EchoImage.FromBytes(expected.Width, expected.Height, Convert.FromHexString(expected.Real));
        var synthetic = EchoImage.FromBytes(expected.Width, expected.Height, Convert.FromHexString(expected.Synthetic));
        Assert.Equal(expected.Ssim, StructuralSimilarity.Mean(real, synthetic), Tolerance);
        Assert.Equal(expected.Psnr, PixelError.Psnr(real, synthetic), Tolerance);
    }

    [Theory]
    [InlineData(175, 4)]
    [InlineData(176, 5)]
    [InlineData(21, 1)]
    [InlineData(22, 2)]
    public void A_scale_counts_from_eleven_pixels_on(int shorter, int scales)
    {
        var (real, synthetic) = FidelityFixture.Pair(shorter + 9, shorter);
        Assert.Equal(scales, MultiScaleSimilarity.Measure(real, synthetic).Scales);
    }

    [Fact]
    public void Equal_constant_images_are_perfect_and_their_psnr_is_infinite()
    {
        var flat = EchoImage.FromBytes(30, 22, Fixture.Bytes(30, 22, (_, _) => 77));
        Assert.Equal(1, MultiScaleSimilarity.Measure(flat, flat).Value, 1e-12);
        Assert.Equal(1, StructuralSimilarity.Mean(flat, flat), 1e-12);
        Assert.Equal(double.PositiveInfinity, PixelError.Psnr(flat, flat));
    }

    [Fact]
    public void Luminance_counts_at_the_last_scale_only()
    {
        // Black against white: contrast and structure are perfect, so only ssim^w of the last of two scales is left.
        var (black, white) = (new EchoImage(30, 22, new float[660]), EchoImage.FromBytes(30, 22, Fixture.Bytes(30, 22, (_, _) => 255)));
        const double c1 = 2.55 * 2.55;
        Assert.Equal(Math.Pow(c1 / (255 * 255 + c1), 0.2856 / (0.0448 + 0.2856)), MultiScaleSimilarity.Measure(black, white).Value, 1e-9);
    }

    [Fact]
    public void What_cannot_be_measured_is_said()
    {
        var (a, b) = FidelityFixture.Pair(20, 15);
        Fixture.Throws<ArgumentException>(() => MultiScaleSimilarity.Measure(a, Fixture.Image(15, 20)), "20 × 15 and 15 × 20");
        Fixture.Throws<ArgumentException>(() => MultiScaleSimilarity.Measure(Fixture.Image(10, 20), Fixture.Image(10, 20)), "at least 11");
        Fixture.Throws<ArgumentException>(() => MultiScaleSimilarity.Measure(a, b, new bool[300]), "empty");
        Fixture.Throws<ArgumentException>(() => MultiScaleSimilarity.Measure(a, b, new bool[3]), "3 pixels");
    }
}
