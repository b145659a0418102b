using System.Text.Json;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Features;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Features;

/// <summary>Against scikit-image and SciPy (Fixtures/radiomics.json, made by make_radiomics.py).</summary>
public class RadiomicExtractorTests
{
    private static readonly RadiomicExtractor s_extractor = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Equal_to_scikit_image_and_scipy(int index)
    {
        var reference = JsonSerializer.Deserialize<Reference[]>(File.ReadAllText(Fixture.Path("radiomics.json")), JsonSerializerOptions.Web)![index];
        var pair = Pairs.Of(EchoImage.FromBytes(reference.Width, reference.Height, [.. reference.Grey.Select(g => (byte)g)]), Labels(reference.Width, reference.Height));
        var row = s_extractor.Extract([pair])[0];
        Assert.Equal(reference.Features.Keys.Order(StringComparer.Ordinal), s_extractor.FeatureNames.Order(StringComparer.Ordinal));
        foreach (var (name, value) in s_extractor.FeatureNames.Zip(row))
            Assert.True(Math.Abs(value - reference.Features[name]) <= 1e-9 * Math.Max(1, Math.Abs(value)), $"{name}: {value}, not {reference.Features[name]}");
    }

    [Fact]
    public void Every_feature_of_any_image_is_a_number()
    {
        (int Width, int Height)[] sizes = [(16, 16), (17, 40), (64, 64)];
        Func<int, int, float>[] images = [(_, _) => 0, (_, _) => 1, (_, _) => 0.3f, (x, y) => x == 8 && y == 8 ? 1 : 0, (x, y) => (x + y) % 2, (x, y) => x == 9 ? float.Epsilon : 0, (x, y) => x == 3 ? 1 : MathF.BitDecrement(1)];
        Func<int, int, int>[] masks = [(_, _) => 0, (_, _) => 4, (_, _) => 1, (x, y) => x == 8 && y == 8 ? 1 : 0, (_, y) => y == 8 ? 2 : 4, (x, _) => x < 8 ? 3 : 2, (x, y) => (x + y) % 5];
        foreach (var (width, height) in sizes)
        {
            foreach (var image in images)
            {
                var pixels = Enumerable.Range(0, width * height).Select(i => image(i % width, i / width)).ToArray();
                foreach (var mask in masks)
                {
                    var row = s_extractor.Extract([Pairs.Of(new EchoImage(width, height, pixels), new AnatomyMask(width, height, Fixture.Bytes(width, height, mask)))])[0];
                    Assert.All(row, v => Assert.InRange(v, -1e6, 1e6));
                }
            }
        }
    }

    [Fact]
    public void A_constant_image_has_the_documented_values()
    {
        var features = Features(new EchoImage(32, 32, [.. Enumerable.Repeat(0.3f, 1024)]), Labels(32, 32));
        foreach (var region in new[] { "sector", "lv", "myocardium", "la" })
        {
            Assert.Equal((0.3f, 0, 0, 0, 0), ((float)features[$"{region}.mean"], features[$"{region}.sd"], features[$"{region}.skewness"], features[$"{region}.kurtosis"], features[$"{region}.entropy"]));
            Assert.Equal((0.3f, 0.3f), ((float)features[$"{region}.p10"], (float)features[$"{region}.p90"]));
        }
        Assert.Equal(100, features["lv.snr"]);
        Assert.Equal((0, 1, 1, 1, 0), (features["sector.glcm-contrast"], features["sector.glcm-correlation"], features["sector.glcm-energy"], features["sector.glcm-homogeneity"], features["sector.glcm-entropy"]));
        Assert.Equal((0, 0, 0, 0), (features["lv.lag1-x"], features["lv.lag2-y"], features["sector.band1"], features["sector.band4"]));
    }

    [Fact]
    public void A_structure_that_is_not_there_is_flagged_and_zero()
    {
        var features = Features(Fixture.Image(32, 32), new AnatomyMask(32, 32, Fixture.Bytes(32, 32, (x, _) => x < 10 ? 2 : 4)));
        Assert.Equal((0, 1, 0), (features["lv.present"], features["myocardium.present"], features["la.present"]));
        Assert.All(features.Where(f => f.Key.StartsWith("lv.", StringComparison.Ordinal) || f.Key.StartsWith("la.", StringComparison.Ordinal)), f => Assert.Equal(0, f.Value));
        Assert.Equal(10 / 32.0, features["myocardium.area"]);
    }

    [Fact]
    public void Spacing_and_neighbours_in_the_batch_do_not_matter()
    {
        var (near, far) = (Pairs.Of(Fixture.Image(40, 30), Labels(40, 30)), Pairs.Of(Fixture.Image(40, 30, 0, new PixelSpacing(3, 0.1)), Labels(40, 30)));
        var alone = s_extractor.Extract([near])[0];
        Assert.All(s_extractor.Extract([.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? near : Pairs.Of(Fixture.Image(20, 20, i), Labels(20, 20)))]).Where((_, i) => i % 2 == 0), r => Assert.Equal(alone, r));
        Assert.Equal(alone, s_extractor.Extract([far])[0]);
    }

    [Fact]
    public void What_is_too_small_or_does_not_fit_is_said()
    {
        Fixture.Throws<ArgumentException>(() => s_extractor.Extract([Pairs.Of(Fixture.Image(15, 64), Labels(15, 64))]), "'a'", "15 × 64", "at least 16 × 16");
        Fixture.Throws<ArgumentException>(() => s_extractor.Extract([Pairs.Of(Fixture.Image(32, 64), Labels(64, 32))]), "'a'", "64 × 32");
    }

    /// <summary>The same formula as labels() in make_radiomics.py.</summary>
    private static AnatomyMask Labels(int width, int height) => new(width, height, Fixture.Bytes(width, height, (x, y) =>
    {
        var (u, v) = (10 * x - 5 * width + 2 * y, 10 * y - 4 * height);
        if ((10 * x - 5 * width) * (10 * x - 5 * width) + (10 * y - 8 * height) * (10 * y - 8 * height) < width * height)
            return 3;
        var r = 9 * u * u + 4 * v * v;
        return r < 100 * width * height / 4 ? 1 : r < 400 * width * height / 4 ? 2 : x >= 3 && x < width - 3 && y >= 2 && y < height - 4 ? 4 : 0;
    }));

    private static Dictionary<string, double> Features(EchoImage image, AnatomyMask mask) =>
        s_extractor.FeatureNames.Zip(s_extractor.Extract([Pairs.Of(image, mask)])[0]).ToDictionary(f => f.First, f => f.Second);

    private sealed record Reference(int Width, int Height, int[] Grey, Dictionary<string, double> Features);
}
