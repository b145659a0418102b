using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Speckle;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Speckle;

/// <summary>Against NumPy and SciPy (Fixtures/make_fidelity.py), and against what theory says of noise.</summary>
public class SpeckleStatisticsTests
{
    private const int Size = 256;
    private static readonly bool[] s_everywhere = [.. Enumerable.Repeat(true, Size * Size)];
    private static readonly SpeckleOptions s_sixty = new() { DynamicRangeDecibels = 60 };

    [Fact]
    public void Statistics_equal_numpy_and_scipy_in_a_region_with_a_hole_and_everywhere()
    {
        var expected = FidelityFixture.All.Speckle;
        var image = EchoImage.FromBytes(expected.Width, expected.Height, Convert.FromHexString(expected.Pixels), new PixelSpacing(0.3, 0.7));
        var ring = FidelityFixture.Bits(expected.RingBits);
        Same(expected.Everywhere, SpeckleStatistics.Measure(image, s_everywhere.AsSpan(0, expected.Width * expected.Height)));
        Same(expected.Ring, SpeckleStatistics.Measure(image, ring));
        Same(expected.RingAmplitude, SpeckleStatistics.Measure(image, ring, s_sixty));
    }

    [Fact]
    public void Contrast_equals_numpy()
    {
        var expected = FidelityFixture.All.Speckle;
        var image = EchoImage.FromBytes(expected.Width, expected.Height, Convert.FromHexString(expected.Pixels));
        var (inner, outer) = (FidelityFixture.Bits(expected.InnerBits), FidelityFixture.Bits(expected.OuterBits));
        foreach (var (reference, options) in new[] { (expected.Contrast, null), (expected.ContrastAmplitude, s_sixty) })
        {
            var contrast = RegionContrast.Measure(image, inner, outer, options);
            Assert.Equal(reference.Ratio, contrast.RatioDecibels, 1e-6);
            Assert.Equal(reference.Cnr, contrast.Cnr, 1e-6);
            Assert.Equal(reference.Generalised, contrast.GeneralisedCnr, 1e-6);
        }
    }

    [Fact]
    public void Rayleigh_noise_has_the_known_ratio_and_is_recognised()
    {
        var noise = Rayleigh(0.15, new Random(1));
        var statistics = SpeckleStatistics.Measure(Image(noise), s_everywhere);
        Assert.InRange(statistics.Snr, 1.91 - 0.02, 1.91 + 0.02);
        Assert.InRange(statistics.NakagamiShape, 0.98, 1.02);
        Assert.InRange(statistics.NakagamiLikelihoodShape, 0.98, 1.02);
        Assert.Equal(0.15, statistics.RayleighSigma, 0.001);
        Assert.Equal(2 * 0.15 * 0.15, statistics.NakagamiSpread, 0.001);
        Assert.InRange(statistics.RayleighDistance, 0, 0.01);
        Assert.InRange(SpeckleStatistics.Measure(Image([.. noise.Select(v => 0.5 + v / 4)]), s_everywhere).RayleighDistance, 0.3, 1);
    }

    [Fact]
    public void The_dynamic_range_undoes_the_compression()
    {
        double[] compressed = [.. Rayleigh(0.15, new Random(1)).Select(v => Math.Clamp(1 + 20 * Math.Log10(v) / 60, 0, 1))];
        Assert.InRange(SpeckleStatistics.Measure(Image(compressed), s_everywhere, s_sixty).Snr, 1.89, 1.93);
        Assert.InRange(SpeckleStatistics.Measure(Image(compressed), s_everywhere).Snr, 4, 20);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(3.0)]
    public void Nakagami_samples_give_their_shape_back(double shape)
    {
        // x² of Nakagami is gamma distributed; of shape n/2 it is a sum of n squared normal values.
        var random = new Random(2);
        var noise = new double[Size * Size];
        for (var i = 0; i < noise.Length; i++)
            noise[i] = Math.Sqrt(Enumerable.Range(0, (int)(2 * shape)).Sum(_ => Math.Pow(Normal(random), 2)) / (2 * shape)) * 0.2;
        var statistics = SpeckleStatistics.Measure(Image(noise), s_everywhere);
        Assert.Equal(shape, statistics.NakagamiShape, 0.03 * shape);
        Assert.Equal(shape, statistics.NakagamiLikelihoodShape, 0.02 * shape);
        Assert.Equal(0.04, statistics.NakagamiSpread, 0.001);
    }

    [Fact]
    public void Filtered_noise_has_the_width_of_its_filter_and_spacing_makes_millimetres_of_it()
    {
        // Noise behind a Gaussian of σ has a Gaussian autocorrelation of √2 σ, 2 √(2 ln 2) √2 σ = 3.3302 σ wide.
        var statistics = SpeckleStatistics.Measure(Image([.. Filtered(1.5, 2).Select(v => 0.5 + v)], new PixelSpacing(0.5, 0.25)), s_everywhere);
        Assert.Equal(3.3302 * 2.5, statistics.LateralWidth, 0.2);
        Assert.Equal(3.3302 * 1.5, statistics.AxialWidth, 0.2);
        Assert.Equal(statistics.LateralWidth * 0.5, statistics.LateralMillimetres, 1e-12);
        Assert.Equal(statistics.AxialWidth * 0.25, statistics.AxialMillimetres, 1e-12);
    }

    [Fact]
    public void Shading_hides_the_width_of_speckle_unless_it_is_taken_off()
    {
        double[] shaded = [.. Filtered(1.5, 2).Select((v, i) => 0.5 + v + 0.3 * Math.Sin(i % Size / 40.0) * Math.Cos(i / Size / 30.0))];
        var disc = FidelityFixture.Disc(Size, Size);
        var (raw, flat) = (SpeckleStatistics.Measure(Image(shaded), disc), SpeckleStatistics.Measure(Image(shaded), disc, new SpeckleOptions { BackgroundSigma = 12 }));
        Assert.True(raw.LateralWidth > 20 && raw.AxialWidth > 20, $"{raw}");
        Assert.Equal(3.3302 * 2.5, flat.LateralWidth, 0.4);
        Assert.Equal(3.3302 * 1.5, flat.AxialWidth, 0.3);
        Assert.Equal(raw, flat with { LateralWidth = raw.LateralWidth, AxialWidth = raw.AxialWidth, LateralMillimetres = raw.LateralMillimetres, AxialMillimetres = raw.AxialMillimetres });
    }

    [Fact]
    public void White_noise_is_one_pixel_wide()
    {
        var random = new Random(4);
        var statistics = SpeckleStatistics.Measure(Image([.. Enumerable.Range(0, Size * Size).Select(_ => random.NextDouble())]), s_everywhere);
        Assert.Equal(1, statistics.LateralWidth, 0.02);
        Assert.Equal(1, statistics.AxialWidth, 0.02);
    }

    [Fact]
    public void Tiny_and_constant_regions_have_documented_values()
    {
        var image = Image(Rayleigh(0.15, new Random(1)));
        bool[] First(int count) => [.. Enumerable.Range(0, Size * Size).Select(i => i < count)];
        foreach (var count in (int[])[0, 1, 29])
        {
            var tiny = SpeckleStatistics.Measure(image, First(count));
            Assert.Equal(tiny, new SpeckleStatistics(
                count, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN));
            Assert.Equal(new RegionContrast(double.NaN, double.NaN, double.NaN), RegionContrast.Measure(image, First(count), s_everywhere));
        }
        var one = SpeckleStatistics.Measure(image, First(30)); // one row: nothing to correlate along y
        Assert.True(double.IsFinite(one.Snr) && double.IsNaN(one.AxialWidth) && double.IsNaN(one.AxialMillimetres), $"{one}");

        var black = SpeckleStatistics.Measure(new EchoImage(Size, Size, new float[Size * Size]), s_everywhere);
        Assert.Equal((Size * Size, 0, 0, double.NaN), (black.Pixels, black.Mean, black.StandardDeviation, black.Snr));
        Assert.Equal((double.NaN, double.NaN, double.NaN), (black.RayleighSigma, black.NakagamiShape, black.LateralWidth));
        var grey = SpeckleStatistics.Measure(Image([.. Enumerable.Repeat(0.1, Size * Size)]), s_everywhere);
        Assert.Equal((0.1f, 0, double.NaN), ((float)grey.Mean, grey.StandardDeviation, grey.Snr));
    }

    [Fact]
    public void A_region_without_structure_below_one_half_has_no_width_and_black_pixels_no_likelihood()
    {
        var ramp = SpeckleStatistics.Measure(Image([.. Enumerable.Range(0, Size * Size).Select(i => i % Size / 255.0)]), s_everywhere);
        Assert.True(double.IsNaN(ramp.AxialWidth), $"{ramp}");
        Assert.True(ramp.LateralWidth > 50 && double.IsNaN(ramp.NakagamiLikelihoodShape) && double.IsFinite(ramp.NakagamiShape), $"{ramp}");
    }

    [Fact]
    public void Generalised_contrast_is_none_for_equal_and_all_for_separate_greys()
    {
        bool[] left = [.. Enumerable.Range(0, Size * Size).Select(i => i % Size < 128)], right = [.. left.Select(v => !v)];
        EchoImage Halves(int a, int b) => EchoImage.FromBytes(Size, Size, Fixture.Bytes(Size, Size, (x, y) => (x < 128 ? a : b) + (x + y) % 8));
        var same = RegionContrast.Measure(Halves(100, 100), left, right);
        Assert.Equal((0, 0, 0), (same.RatioDecibels, same.Cnr, Math.Round(same.GeneralisedCnr, 12)));
        Assert.Equal(0.5, RegionContrast.Measure(Halves(100, 104), left, right).GeneralisedCnr, 1e-12);
        var apart = RegionContrast.Measure(Halves(50, 100), left, right);
        Assert.Equal(1, apart.GeneralisedCnr, 1e-12);
        Assert.Equal(20 * Math.Log10(53.5 / 103.5), apart.RatioDecibels, 1e-5);
        Assert.Equal(50 / Math.Sqrt(2 * 5.25), apart.Cnr, 1e-4); // eight levels: variance (64 − 1) / 12
        var flat = RegionContrast.Measure(EchoImage.FromBytes(Size, Size, Fixture.Bytes(Size, Size, (x, _) => x < 128 ? 0 : 9)), left, right);
        Assert.Equal((double.NaN, double.NaN, 1), (flat.RatioDecibels, flat.Cnr, flat.GeneralisedCnr));
    }

    [Fact]
    public void Generalised_contrast_has_256_bins_and_the_documented_bias_of_few_pixels()
    {
        bool[] Rows(int from, int to) => [.. Enumerable.Range(0, Size * Size).Select(i => i / Size >= from && i / Size < to)];
        var oneBin = Image([.. Enumerable.Range(0, Size * Size).Select(i => (i < Size ? 100.1 : 100.9) / 256)]);
        Assert.Equal(0, RegionContrast.Measure(oneBin, Rows(0, 1), Rows(1, 2)).GeneralisedCnr, 1e-12);
        var random = new Random(6);
        var noise = Image([.. Enumerable.Range(0, Size * Size).Select(_ => random.NextDouble())]);
        Assert.Equal(Math.Sqrt(256 / (Math.PI * 1024)), RegionContrast.Measure(noise, Rows(0, 4), Rows(4, 8)).GeneralisedCnr, 0.04);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    [InlineData(201)]
    [InlineData(double.NaN)]
    public void A_dynamic_range_that_is_none_is_refused(double range) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpeckleOptions { DynamicRangeDecibels = range });

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    [InlineData(double.NaN)]
    public void A_background_that_is_none_is_refused(double sigma) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpeckleOptions { BackgroundSigma = sigma });

    [Fact]
    public void A_region_of_another_size_is_said()
    {
        var image = Fixture.Image(20, 15);
        Fixture.Throws<ArgumentException>(() => SpeckleStatistics.Measure(image, new bool[7]), "7 pixels");
        Fixture.Throws<ArgumentException>(() => RegionContrast.Measure(image, new bool[300], new bool[7]), "7 pixels");
    }

    private static void Same(FidelityFixture.Statistics expected, SpeckleStatistics actual)
    {
        Assert.Equal(expected.Pixels, actual.Pixels);
        (double Expected, double Actual)[] figures =
        [
            (expected.Mean, actual.Mean), (expected.Deviation, actual.StandardDeviation), (expected.Snr, actual.Snr), (expected.Sigma, actual.RayleighSigma), (expected.Distance, actual.RayleighDistance),
            (expected.Shape, actual.NakagamiShape), (expected.LikelihoodShape, actual.NakagamiLikelihoodShape), (expected.Spread, actual.NakagamiSpread),
            (expected.Lateral ?? double.NaN, actual.LateralWidth), (expected.Axial ?? double.NaN, actual.AxialWidth),
            (0.3 * expected.Lateral ?? double.NaN, actual.LateralMillimetres), (0.7 * expected.Axial ?? double.NaN, actual.AxialMillimetres),
        ];
        Assert.All(figures, f => Assert.Equal(f.Expected, f.Actual, 1e-6 * Math.Min(1, Math.Abs(f.Expected))));
    }

    /// <summary>White noise behind a Gaussian along both axes, and another along x alone: σ² adds up.</summary>
    private static double[] Filtered(double both, double across)
    {
        var random = new Random(3);
        var values = GaussianFilter.Filter([.. Enumerable.Range(0, Size * Size).Select(_ => Normal(random) / 2)], Size, Size, GaussianFilter.Gaussian(both, 8));
        for (var y = 0; y < Size; y++)
        {
            // A frame of one row: its reflection along y is the row itself.
            GaussianFilter.Filter(values.AsSpan(y * Size, Size), Size, 1, GaussianFilter.Gaussian(across, 10)).CopyTo(values, y * Size);
        }
        return values;
    }

    private static double[] Rayleigh(double sigma, Random random) =>
        [.. Enumerable.Range(0, Size * Size).Select(_ => sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())))];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static EchoImage Image(double[] values, PixelSpacing? spacing = null) => new(Size, Size, [.. values.Select(v => (float)Math.Clamp(v, 0, 1))], spacing);
}
