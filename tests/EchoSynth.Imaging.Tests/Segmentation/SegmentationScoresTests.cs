using EchoSynth.Imaging.Segmentation;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Segmentation;

/// <summary>Against scipy.ndimage and numpy.percentile (Fixtures/make_fidelity.py).</summary>
public class SegmentationScoresTests
{
    private const double Tolerance = 1e-6;

    public static TheoryData<int> Segmentations => [.. Enumerable.Range(0, FidelityFixture.All.Segmentations.Length)];

    public static TheoryData<int> Distances => [.. Enumerable.Range(0, FidelityFixture.All.Distances.Length)];

    [Theory]
    [MemberData(nameof(Segmentations))]
    public void Dice_and_distances_equal_scipy(int index)
    {
        var expected = FidelityFixture.All.Segmentations[index];
        var spacing = new PixelSpacing(expected.Spacing[0], expected.Spacing[1]);
        AnatomyMask Mask(string labels, PixelSpacing? at) => new(expected.Width, expected.Height, [.. labels.Select(l => (byte)(l - '0'))], at);
        var scores = SegmentationScores.Measure(Mask(expected.Predicted, null), Mask(expected.Truth, spacing));
        foreach (var (reference, score) in expected.Scores.Zip(scores.Structures))
        {
            Assert.Equal(reference.Dice ?? double.NaN, score.Dice, Tolerance);
            Assert.Equal(reference.Hausdorff ?? double.NaN, score.Hausdorff95, Tolerance);
            Assert.Equal(reference.Mean ?? double.NaN, score.MeanDistance, Tolerance);
        }
        Assert.Equal(expected.Scores.Select(s => s.Dice).Average() ?? double.NaN, scores.MeanDice, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Distances))]
    public void The_distance_transform_equals_scipy(int index)
    {
        var expected = FidelityFixture.All.Distances[index];
        var distances = DistanceTransform.Of(FidelityFixture.Bits(expected.Set), expected.Width, expected.Height, new PixelSpacing(expected.Spacing[0], expected.Spacing[1]));
        Assert.Equal(expected.Sum, distances.Sum(), Tolerance);
        Assert.All(expected.Values.Zip(distances), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    [Fact]
    public void Nothing_is_infinitely_far() =>
        Assert.All(DistanceTransform.Of(new bool[12], 4, 3, PixelSpacing.Unit), d => Assert.Equal(double.PositiveInfinity, d));

    [Fact]
    public void A_shift_of_a_square_is_measured_in_millimetres_by_hand()
    {
        AnatomyMask Square(int left) => new(30, 30, Fixture.Bytes(30, 30, (x, y) => x >= left && x < left + 10 && y is >= 5 and < 15 ? 1 : 0), new PixelSpacing(0.5, 2));
        var score = SegmentationScores.Measure(Square(7), Square(5)).LeftVentricle;
        Assert.Equal(0.8, score.Dice, 1e-12);
        Assert.Equal(2 * 0.5, score.Hausdorff95, 1e-12);
        Assert.Equal((100, 100), (score.PredictedPixels, score.TruePixels));
    }

    [Fact]
    public void Structures_that_one_or_both_masks_lack_are_counted_apart()
    {
        var heart = new AnatomyMask(12, 12, Fixture.Bytes(12, 12, (x, _) => x < 4 ? 1 : x < 8 ? 2 : 4));
        var (noVentricle, empty) = (new AnatomyMask(12, 12, Fixture.Bytes(12, 12, (x, _) => x < 8 ? 2 : 3)), new AnatomyMask(12, 12, new byte[144]));
        var summary = SegmentationSummary.Of([SegmentationScores.Measure(heart, heart), SegmentationScores.Measure(noVentricle, heart), SegmentationScores.Measure(empty, empty)]);
        Assert.Equal(3, summary.Images);
        var (ventricle, atrium) = (summary.LeftVentricle, summary.LeftAtrium);
        Assert.Equal((0.5, 2, 1, 1, 0, 1), (ventricle.Dice.Mean, ventricle.Dice.Count, ventricle.Hausdorff95.Count, ventricle.Missed, ventricle.Invented, ventricle.Absent));
        Assert.Equal((0, 1, 0, 0, 1, 2), (atrium.Dice.Mean, atrium.Dice.Count, atrium.MeanDistance.Count, atrium.Missed, atrium.Invented, atrium.Absent));
        Assert.Equal((2, 2), (summary.MeanDice.Count, summary.Myocardium.MeanDistance.Count));
        Assert.Equal((double.NaN, 0), (SegmentationSummary.Of([]).MeanDice.Mean, SegmentationSummary.Of([]).Images));
    }

    [Fact]
    public void Masks_of_different_sizes_are_said() =>
        Fixture.Throws<ArgumentException>(() => SegmentationScores.Measure(Fixture.Mask(12, 10), Fixture.Mask(10, 12)), "12 × 10", "10 × 12");

    [Fact]
    public void A_mask_of_one_pixel_has_scores()
    {
        var dot = new AnatomyMask(1, 1, [1]);
        Assert.Equal(new StructureScore(AnatomyLabel.LeftVentricle, 1, 0, 0, 1, 1), SegmentationScores.Measure(dot, dot).LeftVentricle);
    }
}
