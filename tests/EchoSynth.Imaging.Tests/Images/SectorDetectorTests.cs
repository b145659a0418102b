using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Images;

public class SectorDetectorTests
{
    public static TheoryData<int, double, double> Fans => new()
    {
        { 256, 37.5, 0 }, { 128, 37.5, 0 }, { 64, 37.5, 0 },
        { 256, 45, 0.02 }, { 64, 45, 0.02 }, { 256, 30, 0.15 }, { 128, 35, 0.2 }, { 64, 30, 0.15 },
    };

    [Theory]
    [MemberData(nameof(Fans))]
    public void Finds_a_speckled_fan_with_dark_cavities_specks_and_text(int size, double halfAngle, double nearField)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var truth = Fan(size, halfAngle, nearField);
            var image = Draw(size, truth, new Random(seed), specks: true);
            var found = SectorDetector.Detect(image);
            Assert.True(Overlap(truth, found) >= (size == 64 ? 0.95 : 0.97), $"overlap {Overlap(truth, found):F4}");
        }
    }

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    public void A_smaller_picture_has_the_same_sector(int size)
    {
        var truth = Fan(size, 37.5, 0);
        var image = Draw(size, truth, new Random(1), specks: false);
        var small = SectorDetector.Detect(Resampling.FitToSquare(image, 64));
        var ideal = Resampling.FitToSquare(new AnatomyMask(size, size, truth.Select(t => (byte)(t ? 4 : 0)).ToArray()), 64);
        Assert.True(Overlap(Regions.Of(ideal, AnatomyLabel.Sector), small) >= 0.94);
    }

    [Fact]
    public void A_clean_fan_is_found_exactly()
    {
        var truth = Fan(200, 37.5, 0);
        var image = new EchoImage(200, 200, truth.Select(t => t ? 0.5f : 0f).ToArray());
        Assert.True(Overlap(truth, SectorDetector.Detect(image)) >= 0.995);
    }

    [Fact]
    public void The_arc_of_a_curved_probe_is_not_bridged()
    {
        var truth = Fan(256, 40, 0.3);
        var found = SectorDetector.Detect(new EchoImage(256, 256, truth.Select(t => t ? 0.5f : 0f).ToArray()));
        // The pixel above the arc's middle lies under the chord but outside the fan.
        var arc = Enumerable.Range(0, 256).First(y => truth[y * 256 + 128]);
        Assert.False(found[(arc - 4) * 256 + 128]);
        Assert.True(found[(arc + 1) * 256 + 128]);
    }

    [Fact]
    public void A_black_image_has_no_sector_and_a_full_one_nothing_else()
    {
        Assert.DoesNotContain(true, SectorDetector.Detect(new EchoImage(20, 10, new float[200])));
        Assert.DoesNotContain(false, SectorDetector.Detect(new EchoImage(20, 10, Enumerable.Repeat(0.2f, 200).ToArray())));
    }

    [Fact]
    public void The_threshold_leaves_out_video_noise()
    {
        var truth = Fan(112, 40, 0);
        var random = new Random(4);
        var pixels = truth.Select(t => t ? 0.3f : random.Next(3) / 255f).ToArray();
        Assert.True(Overlap(truth, SectorDetector.Detect(new EchoImage(112, 112, pixels), 0.02f)) >= 0.99);
        Assert.Throws<ArgumentOutOfRangeException>(() => SectorDetector.Detect(new EchoImage(1, 1, [0f]), 1));
    }

    [Fact]
    public void Regions_prefer_the_masks_own_sector()
    {
        var image = Fixture.Image(12, 12);
        var labels = new byte[144];
        (labels[0], labels[1], labels[2]) = (4, 2, 0);
        var region = Regions.Sector(new AnatomyMask(12, 12, labels), image);
        Assert.Equal((true, true, false), (region[0], region[1], region[2]));
        Assert.Throws<ArgumentException>(() => Regions.Sector(new AnatomyMask(1, 1, [0]), image));
    }

    [Fact]
    public void Surround_keeps_away_from_labels_and_edges()
    {
        var mask = new AnatomyMask(11, 11, Fixture.Bytes(11, 11, (x, y) => x == 0 ? 2 : 4));
        var region = Regions.Surround(mask, Regions.Sector(mask, Fixture.Image(11, 11)), 2);
        for (var i = 0; i < 121; i++)
            Assert.Equal(i % 11 is >= 3 and <= 8 && i / 11 is >= 2 and <= 8, region[i]);
    }

    private static bool[] Fan(int size, double halfAngle, double nearField)
    {
        var fan = new bool[size * size];
        // Apex above the frame by as much as the near field takes away, so that the arc starts at the top.
        var (apex, depth) = (0.02 - nearField * 0.8, 0.95 + nearField * 0.2);
        for (var i = 0; i < fan.Length; i++)
        {
            var (x, y) = ((i % size + 0.5) / size - 0.5, (i / size + 0.5) / size - apex);
            var r = Math.Sqrt(x * x + y * y);
            fan[i] = r < depth && r > nearField && Math.Abs(Math.Atan2(x, y)) < halfAngle * Math.PI / 180 && y + apex < 0.99;
        }
        return fan;
    }

    private static EchoImage Draw(int size, bool[] fan, Random random, bool specks)
    {
        var pixels = new float[size * size];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = ((i % size + 0.5) / size - 0.5, (i / size + 0.5) / size);
            var cavity = Math.Pow(x / 0.12, 2) + Math.Pow((y - 0.45) / 0.2, 2) < 1 || Math.Pow((x + 0.1) / 0.1, 2) + Math.Pow((y - 0.82) / 0.09, 2) < 1;
            var level = cavity ? -0.3 : 0.35;
            if (fan[i])
                pixels[i] = (float)Math.Clamp(level + 0.35 * random.NextDouble() - 0.12, 0, 1) * (random.Next(8) == 0 ? 0 : 1);
            else if (specks && random.Next(400) == 0)
                pixels[i] = 0.6f;
        }
        // A line of text and a mark in the upper left corner, clear of the fan.
        for (var i = 0; specks && i < size / 5; i++)
        {
            for (var k = 0; k < size / 32; k++)
                pixels[(size / 32 + k) * size + size / 64 + i] = (i + k) % 3 == 0 ? 0f : 1f;
        }
        return new EchoImage(size, size, pixels);
    }

    private static double Overlap(bool[] a, bool[] b)
    {
        var both = a.Zip(b, (x, y) => x && y ? 1.0 : 0).Sum();
        return both / a.Zip(b, (x, y) => x || y ? 1.0 : 0).Sum();
    }
}
