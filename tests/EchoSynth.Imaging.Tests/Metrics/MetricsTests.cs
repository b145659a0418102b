using System.Text.Json;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Metrics;

/// <summary>Against scikit-image and SciPy (Fixtures/metrics.json, made by make_fixtures.py).</summary>
public class MetricsTests
{
    private const double Tolerance = 1e-6;

    public static TheoryData<int> References => [0, 1, 2];

    [Theory]
    [MemberData(nameof(References))]
    public void Equal_to_scikit_image(int index)
    {
        var reference = Reference(index);
        var (real, synthetic) = Pair(reference, 0);
        var disc = Disc(reference);
        Assert.Equal(reference.Ssim, StructuralSimilarity.Mean(real, synthetic), Tolerance);
        Assert.Equal(reference.SsimRegion, StructuralSimilarity.Mean(real, synthetic, disc), Tolerance);
        Assert.Equal(reference.Mse, PixelError.Mse(real, synthetic), 1e-3);
        Assert.Equal(reference.MseRegion, PixelError.Mse(real, synthetic, disc), 1e-3);
        Assert.Equal(reference.Psnr, PixelError.Psnr(real, synthetic), Tolerance);
    }

    [Theory]
    [MemberData(nameof(References))]
    public void Texture_spectrum_and_spread_equal_the_prototypes(int index)
    {
        var reference = Reference(index);
        var disc = Disc(reference);
        var pairs = Enumerable.Range(0, 3).Select(k => Pair(reference, k)).ToArray();
        Assert.Equal(reference.Texture, Texture.Ratio(pairs[0].Real, pairs[0].Synthetic, disc), Tolerance);
        Assert.Equal(reference.Spread, SeedSpread.Measure([.. pairs.Select(p => p.Real)], disc), Tolerance);
        var spectrum = new SpectrumError();
        foreach (var (real, synthetic) in pairs)
            spectrum.Add(real, synthetic, disc);
        Assert.Equal(reference.Spectrum, spectrum.Decibels(), 1e-5);
        Assert.Equal(3, spectrum.Images);
        Assert.Equal(reference.Eroded, Regions.Erode(disc, reference.Width, reference.Height, 3).Count(v => v));
    }

    [Fact]
    public void Equal_images_are_perfect()
    {
        var image = Fixture.Image(20, 15);
        Assert.Equal(0, PixelError.Mse(image, image));
        Assert.Equal(double.PositiveInfinity, PixelError.Psnr(image, image));
        Assert.Equal(1, StructuralSimilarity.Mean(image, image), 1e-12);
    }

    [Fact]
    public void Fidelity_pools_texture_and_averages_the_rest()
    {
        var reference = Reference(0);
        var labels = Fixture.Bytes(64, 64, (x, y) => (x < 4 || y < 4) ? 0 : x < 30 ? 2 : 4);
        var mask = new AnatomyMask(64, 64, labels);
        var (sector, myocardium) = (labels.Select(l => l != 0).ToArray(), labels.Select(l => l == 2).ToArray());
        var fidelity = new ImageFidelity();
        var (mse, psnr, ssim, real, synthetic) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var k = 0; k < 3; k++)
        {
            var pair = Pair(reference, k);
            fidelity.Add(pair.Real, pair.Synthetic, mask);
            mse += PixelError.Mse(pair.Real, pair.Synthetic, sector) / 3;
            psnr += PixelError.Psnr(pair.Real, pair.Synthetic, sector) / 3;
            ssim += StructuralSimilarity.Mean(pair.Real, pair.Synthetic, sector) / 3;
            real += Texture.LocalDeviation(pair.Real).Where((_, i) => myocardium[i]).Sum();
            synthetic += Texture.LocalDeviation(pair.Synthetic).Where((_, i) => myocardium[i]).Sum();
        }
        var report = fidelity.Report();
        Assert.Equal(3, report.Images);
        Assert.Equal(mse, report.Mse, 1e-9);
        Assert.Equal(psnr, report.Psnr, 1e-9);
        Assert.Equal(ssim, report.Ssim, 1e-9);
        Assert.Equal(synthetic / real, report.TextureMyocardium, 1e-9);
        // Surround: x from 33 on (3 from the myocardium), 3 from the frame, y from 7 on.
        var surround = Fixture.Bytes(64, 64, (x, y) => x is >= 33 and <= 60 && y is >= 7 and <= 60 ? 1 : 0).Select(v => v == 1).ToArray();
        var ratio = Enumerable.Range(0, 3).Select(k => Pair(reference, k)).Aggregate((A: 0.0, B: 0.0), (sum, p) => (
            sum.A + Texture.LocalDeviation(p.Synthetic).Where((_, i) => surround[i]).Sum(),
            sum.B + Texture.LocalDeviation(p.Real).Where((_, i) => surround[i]).Sum()));
        Assert.Equal(ratio.A / ratio.B, report.TextureSurround, 1e-9);
    }

    [Fact]
    public void Fidelity_of_the_whole_frame_uses_the_whole_frame()
    {
        var reference = Reference(0);
        var fidelity = new ImageFidelity(FidelityRegion.WholeFrame);
        var (real, synthetic) = Pair(reference, 0);
        fidelity.Add(real, synthetic, new AnatomyMask(64, 64, Fixture.Bytes(64, 64, (x, _) => x < 20 ? 4 : 0)));
        Assert.Equal(reference.Ssim, fidelity.Report().Ssim, Tolerance);
        Assert.Equal(reference.Psnr, fidelity.Report().Psnr, Tolerance);
        Assert.True(double.IsNaN(fidelity.Report().TextureMyocardium));
    }

    [Fact]
    public void Wrong_input_is_refused()
    {
        var (a, b) = (Fixture.Image(20, 15), Fixture.Image(15, 20));
        Fixture.Throws<ArgumentException>(() => PixelError.Mse(a, b), "20 × 15 and 15 × 20");
        Fixture.Throws<ArgumentException>(() => PixelError.Mse(a, a, new bool[300]), "empty");
        Fixture.Throws<ArgumentException>(() => StructuralSimilarity.Mean(a, a, new bool[3]), "3 pixels");
        Fixture.Throws<ArgumentException>(() => StructuralSimilarity.Map(Fixture.Image(10, 20), Fixture.Image(10, 20)), "at least 11");
        Fixture.Throws<ArgumentException>(() => SeedSpread.Measure([a], new bool[300]), "at least 2");
        Assert.Throws<InvalidOperationException>(() => new ImageFidelity().Report());
        Assert.Throws<InvalidOperationException>(() => new SpectrumError().Decibels());
        var all = Enumerable.Repeat(true, 300).ToArray();
        var spectrum = new SpectrumError();
        spectrum.Add(a, a, all);
        Fixture.Throws<ArgumentException>(() => spectrum.Add(b, b, all), "one size");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(37)]
    [InlineData(112)]
    public void The_transform_is_the_sum_it_should_be(int length)
    {
        var random = new Random(length);
        var values = Enumerable.Range(0, length).Select(_ => new System.Numerics.Complex(random.NextDouble(), random.NextDouble())).ToArray();
        var transformed = values.ToArray();
        new Fourier(length).Forward(transformed);
        for (var k = 0; k < length; k++)
        {
            var sum = values.Select((v, n) => v * System.Numerics.Complex.FromPolarCoordinates(1, -2 * Math.PI * k * n / length)).Aggregate((p, q) => p + q);
            Assert.Equal(0, (sum - transformed[k]).Magnitude, 1e-9);
        }
    }

    private static ReferenceValues Reference(int index) => JsonSerializer.Deserialize<ReferenceValues[]>(
        File.ReadAllText(Fixture.Path("metrics.json")), JsonSerializerOptions.Web)![index];

    private static (EchoImage Real, EchoImage Synthetic) Pair(ReferenceValues size, int k)
    {
        var (width, height) = (size.Width, size.Height);
        var synthetic = Fixture.Bytes(width, height, (x, y) => (3 * Fixture.Grey(x, y, k) + Fixture.Grey(x, y, k + 40)) / 4);
        return (Fixture.Image(width, height, k), EchoImage.FromBytes(width, height, synthetic));
    }

    private static bool[] Disc(ReferenceValues size)
    {
        var (width, height) = (size.Width, size.Height);
        var least = Math.Min(width, height) - 4;
        return [.. Enumerable.Range(0, width * height).Select(i => Math.Pow(2 * (i % width) - width, 2) + Math.Pow(2 * (i / width) - height, 2) < least * least)];
    }

    private sealed record ReferenceValues(
        int Width, int Height, double Ssim, double SsimRegion, double Mse, double MseRegion, double Psnr, double Texture, double Spectrum, double Spread, int Eroded);
}
