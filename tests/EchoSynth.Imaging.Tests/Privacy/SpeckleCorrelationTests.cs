using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Privacy;
using EchoSynth.Imaging.Tests.Support;
using static EchoSynth.Imaging.Tests.Privacy.PrivacyTesting;

namespace EchoSynth.Imaging.Tests.Privacy;

public class SpeckleCorrelationTests
{
    private const int Count = 12;

    [Fact]
    public void Neither_redraws_nor_strangers_are_copies()
    {
        var (same, other) = (SpeckleCorrelation.Threshold(128, 128, true), SpeckleCorrelation.Threshold(128, 128, false));
        var (first, again) = (Hearts(0, Count, 1, 128), Hearts(0, Count, 2, 128));
        for (var i = 0; i < Count; i++)
        {
            Assert.InRange(SpeckleCorrelation.Measure(first[i], again[i]).Correlation, 0.01, same - 0.2);
            Assert.InRange(SpeckleCorrelation.Measure(first[i], again[(i + 4) % Count]).Correlation, 0.01, other - 0.1);
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(200)]
    public void A_copy_is_one_however_it_was_altered(int size)
    {
        var heart = Heart(3, 1, size);
        // Above 128 pixels a whole shift is none there.
        var (best, least) = (size > 128 ? 0.75 : 0.9, SpeckleCorrelation.Threshold(size, size, false));
        Check(heart, best);
        Check(Shift(heart, size / 8, size / 8), best);
        Check(Shift(heart, -3, 1), best);
        Check(Map(heart, (v, x, y) => 0.8f * MathF.Pow(v(x, y), 1.5f) + 0.1f), best);
        Check(Mirror(heart), best);
        Check(Map(heart, (v, x, y) => MathF.Round(15 * v(x, y)) / 15), 0.8);
        // At 64 pixels these cannot be told from strangers: docs/evaluation-privacy.md.
        Check(Map(heart, (v, x, y) => (v(x, y) + v(x - 1, y) + v(x, y - 1) + v(x - 1, y - 1)) / 4), size == 64 ? 0.55 : least);
        Check(Blur(heart, 2), size == 64 ? 0.55 : least);
        Check(Noise(heart, 0.05, 1), least);
        Check(Noise(Shift(Mirror(heart), 5, -2), 0.05, 2), least);

        void Check(EchoPair copy, double above) => Assert.True(SpeckleCorrelation.Measure(copy, heart).Correlation > above, $"{SpeckleCorrelation.Measure(copy, heart)}, not {above}");
    }

    [Fact]
    public void Shift_and_mirroring_are_told()
    {
        var heart = Heart(5, 1, 64);
        Assert.Equal(new SpeckleMatch(1, 5, -3, false), SpeckleCorrelation.Measure(Shift(heart, 5, -3), heart) with { Correlation = 1 });
        Assert.Equal(new SpeckleMatch(1, 0, 0, true), SpeckleCorrelation.Measure(Mirror(heart), heart) with { Correlation = 1 });
    }

    [Fact]
    public void What_has_no_speckle_matches_nothing()
    {
        var heart = Heart(7, 1, 64);
        Assert.Equal(0, SpeckleCorrelation.Measure(Constant(heart), heart).Correlation);
        Assert.Equal(0, SpeckleCorrelation.Measure(Constant(heart, 0.5f), Constant(heart, 0.5f)).Correlation);
        Assert.InRange(SpeckleCorrelation.Measure(Blur(heart, 40), heart).Correlation, 0, 0.4);
        Fixture.Throws<ArgumentException>(() => SpeckleCorrelation.Measure(heart, Heart(7, 1, 96)), "64 × 64 and 96 × 96");
    }

    [Fact]
    public void Correlations_by_transform_are_the_sums_they_should_be()
    {
        var (a, b) = (new SpeckleImage(Heart(1, 1, 64)).Small, new SpeckleImage(Heart(2, 1, 64)).Small);
        var (re, im) = SpecklePeaks.Spectra([b]);
        var (direct, mirrored) = (new System.Numerics.Vector<float>[64 * 64], new System.Numerics.Vector<float>[64 * 64]);
        SpecklePeaks.Correlate(SpecklePeaks.Query(a), re, im, direct, mirrored);
        foreach (var (x, y) in new[] { (0, 0), (3, -7), (-9, 9), (1, 0) })
        {
            var (sum, flipped) = (0.0, 0.0);
            for (var i = 0; i < 64 * 64; i++)
            {
                var from = ((i / 64 + y) & 63) * 64 + ((i + x) & 63);
                sum += a.Values[from] * b.Values[i];
                flipped += a.Values[(from & ~63) + 63 - (from & 63)] * b.Values[i];
            }
            var at = (y & 63) * 64 + (x & 63);
            Assert.Equal(sum, direct[at][0] / 4096, 1e-5);
            Assert.Equal(flipped, mirrored[at][0] / 4096, 1e-5);
        }
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(50, 37)]
    [InlineData(11, 11)]
    public void Quick_ssim_of_small_images_is_the_ssim(int width, int height)
    {
        var (a, b) = (Fixture.Image(width, height, 1), Fixture.Image(width, height, 2));
        var small = new SsimImage(a);
        Assert.Equal(StructuralSimilarity.Mean(a, b), small.Compare(new SsimImage(b), new float[small.Scratch]), 1e-4);
        Assert.Equal(1, small.Compare(small, new float[small.Scratch]), 1e-4);
    }
}
