using System.Text.Json;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Framing;

public class FrameGeometryTests
{
    [Fact]
    public void The_whole_frame_is_what_the_square_fit_gives()
    {
        var image = Fixture.Image(90, 70, spacing: new PixelSpacing(0.3, 0.15));
        var mask = Fixture.Mask(90, 70, new PixelSpacing(0.3, 0.15));
        var framed = FrameGeometry.Frame(Pair(image, mask), 48);
        Assert.Equal(Resampling.FitToSquare(image, 48).Pixels, framed.Pair.Image.Pixels);
        Assert.Equal(Resampling.FitToSquare(mask, 48).Labels, framed.Pair.Mask.Labels);
        Assert.Equal((27.0, 0.0, -8.25), (framed.Geometry.Side, framed.Geometry.Left, framed.Geometry.Top));
        Assert.Equal("90 × 70 pixels of 0.3 × 0.15 mm; resampled to square pixels; padded (top 8.25 mm, bottom 8.25 mm); resized to 48 × 48 of 0.5625 mm", framed.Geometry.ToString());
    }

    [Fact]
    public void What_fits_exactly_comes_back_exactly()
    {
        var (image, mask) = (Fixture.Image(40, 30), Fixture.Mask(40, 30));
        var framed = FrameGeometry.Frame(Pair(image, mask), 40);
        Assert.Equal(image.Pixels, framed.Geometry.Restore(framed.Pair.Image).Pixels);
        Assert.Equal(mask.Labels, framed.Geometry.Restore(framed.Pair.Mask).Labels);
        Assert.Equal(image.Spacing, framed.Geometry.Restore(framed.Pair.Image).Spacing);
    }

    [Theory]
    [InlineData(FrameExtent.Whole)]
    [InlineData(FrameExtent.Sector)]
    public void A_synthetic_image_lies_on_the_recordings_grid_where_its_anatomy_was(FrameExtent extent)
    {
        // A CAMUS-like grid: anisotropic pixels, and a sector that does not fill the frame.
        var pair = Anisotropic();
        var framed = FrameGeometry.Frame(pair, 256, new FramingOptions { Extent = extent });
        var (image, mask) = (framed.Geometry.Restore(framed.Pair.Image), framed.Geometry.Restore(framed.Pair.Mask));
        Assert.Equal((pair.Image.Width, pair.Image.Height, pair.Image.Spacing), (image.Width, image.Height, image.Spacing));
        foreach (var label in new[] { AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium })
            Assert.True(Dice(pair.Mask, mask, label) > 0.98, $"{label}: {Dice(pair.Mask, mask, label):0.000}");
        var error = image.Pixels.ToArray().Zip(pair.Image.Pixels.ToArray(), (a, b) => Math.Abs(a - b)).Average();
        Assert.InRange(error, 0, 0.02);
    }

    [Fact]
    public void Around_the_sector_nothing_of_it_is_lost_and_little_else_is_kept()
    {
        var pair = Anisotropic();
        var sector = SectorDetector.Detect(pair.Image);
        var (whole, around) = (FrameGeometry.Frame(pair, 128), FrameGeometry.Frame(pair, 128, new FramingOptions { Extent = FrameExtent.Sector, Margin = 0.05 }));
        var g = around.Geometry;
        Assert.True(g.Side < whole.Geometry.Side);
        var (width, height) = (pair.Image.Width, pair.Image.Height);
        var columns = Enumerable.Range(0, width).Where(x => Enumerable.Range(0, height).Any(y => sector[y * width + x])).ToArray();
        var rows = Enumerable.Range(0, height).Where(y => Enumerable.Range(0, width).Any(x => sector[y * width + x])).ToArray();
        var (across, down) = ((columns[^1] + 1 - columns[0]) * pair.Image.Spacing.X, (rows[^1] + 1 - rows[0]) * pair.Image.Spacing.Y);
        Assert.Equal(1.1 * Math.Max(across, down), g.Side, 1e-9);
        Assert.Equal(columns[0] * pair.Image.Spacing.X + across / 2, g.Left + g.Side / 2, 1e-9);
        Assert.Equal(rows[0] * pair.Image.Spacing.Y + down / 2, g.Top + g.Side / 2, 1e-9);
        Assert.Contains("cropped", g.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sector_that_touches_the_edge_is_padded()
    {
        var image = new EchoImage(60, 30, Enumerable.Repeat(0.5f, 1800).ToArray());
        var framed = FrameGeometry.Frame(Pair(image, new AnatomyMask(60, 30, new byte[1800])), 66, new FramingOptions { Extent = FrameExtent.Sector, Margin = 0.05 });
        Assert.Contains("60 × 30 pixels of unknown spacing; padded (left 3 pixels, right 3 pixels, top 18 pixels, bottom 18 pixels); resized to 66 × 66 of 1 pixels", framed.Geometry.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, framed.Pair.Image[1, 33]);
        Assert.Equal(0.5f, framed.Pair.Image[4, 33], 1e-6);
    }

    [Fact]
    public void Without_a_sector_the_whole_frame_is_taken()
    {
        var black = Pair(new EchoImage(20, 10, new float[200]), new AnatomyMask(20, 10, new byte[200]));
        Assert.Equal(FrameGeometry.Whole(20, 10, PixelSpacing.Unit, 16), FrameGeometry.Frame(black, 16, new FramingOptions { Extent = FrameExtent.Sector, BlackPercentile = 1, WhitePercentile = 99 }).Geometry);
    }

    [Fact]
    public void Greys_are_stretched_between_percentiles_of_the_sector_and_back()
    {
        var pair = Anisotropic();
        var options = new FramingOptions { BlackPercentile = 1, WhitePercentile = 99.5 };
        var framed = FrameGeometry.Frame(pair, 128, options);
        var sector = SectorDetector.Detect(pair.Image);
        var greys = pair.Image.Pixels.ToArray().Where((_, i) => sector[i] || pair.Mask.Labels[i] != 0).Order().ToArray();
        Assert.Equal(greys[(int)Math.Round(0.01 * (greys.Length - 1))], framed.Geometry.Black, 2e-3);
        Assert.Equal(greys[(int)Math.Round(0.995 * (greys.Length - 1))], framed.Geometry.White, 2e-3);
        Assert.Equal(1, framed.Pair.Image.Pixels.ToArray().Max(), 1e-6);
        // The sector is found in the greys as they were.
        Assert.Equal(FrameGeometry.Frame(pair, 128).Pair.Mask.Labels, framed.Pair.Mask.Labels);

        var plain = framed.Geometry with { Black = 0, White = 1 };
        var (back, expected) = (framed.Geometry.Restore(framed.Pair.Image), plain.Restore(plain.Apply(pair.Image)));
        var off = back.Pixels.ToArray().Zip(expected.Pixels.ToArray(), (a, b) => Math.Abs(a - b)).Count(d => d > 0.02);
        Assert.InRange((double)off / back.Pixels.Length, 0, 0.03);
    }

    [Fact]
    public void Known_greys_are_stretched_and_restored_one_by_one()
    {
        var geometry = FrameGeometry.Whole(3, 3, PixelSpacing.Unit, 3) with { Black = 0.2, White = 0.7 };
        Near([0, 0.1f, 0.5f, 1, 1, 0, 0.25f, 0.75f, 1], geometry.Apply(new EchoImage(3, 3, [0.2f, 0.25f, 0.45f, 0.7f, 0.9f, 0, 0.325f, 0.575f, 1])));
        // What is black in the square may lie beyond the sector, so it stays black.
        Near([0, 0.25f, 0.45f, 0.7f, 0.575f, 0.2005f, 0.325f, 0, 0.7f], geometry.Restore(new EchoImage(3, 3, [0, 0.1f, 0.5f, 1, 0.75f, 0.001f, 0.25f, 0, 1])));
        var image = new EchoImage(4, 4, Enumerable.Range(0, 16).Select(i => 0.3f + 0.02f * i).ToArray());
        var through = FrameGeometry.Whole(4, 4, PixelSpacing.Unit, 4) with { Black = 0.25, White = 0.65 };
        Near(image.Pixels.ToArray(), through.Restore(through.Apply(image)));

        static void Near(float[] expected, EchoImage actual) => Assert.All(expected.Zip(actual.Pixels.ToArray()), p => Assert.Equal(p.First, p.Second, 1e-6));
    }

    [Fact]
    public void Nearest_labels_are_those_at_the_centres()
    {
        var mask = Fixture.Mask(30, 30);
        var framed = FrameGeometry.Frame(Pair(Fixture.Image(30, 30), mask), 10, new FramingOptions { Labels = LabelResampling.Nearest });
        for (var i = 0; i < 100; i++)
            Assert.Equal(mask[i % 10 * 3 + 1, i / 10 * 3 + 1], framed.Pair.Mask[i % 10, i / 10]);
    }

    [Fact]
    public void A_geometry_survives_JSON()
    {
        var geometry = FrameGeometry.Frame(Anisotropic(), 64, new FramingOptions { Extent = FrameExtent.Sector, WhitePercentile = 99, Labels = LabelResampling.Nearest }).Geometry;
        Assert.Equal(geometry, JsonSerializer.Deserialize<FrameGeometry>(JsonSerializer.Serialize(geometry)));
    }

    [Fact]
    public void Ringing_of_lossy_video_is_no_sector_above_its_threshold()
    {
        // Greys of 3/255 all over, as a lossy codec leaves them, and a lit triangle.
        var pixels = Enumerable.Range(0, 64 * 64).Select(i => Math.Abs(i % 64 - 32) < i / 64 / 2 ? 0.4f : 3 / 255f).ToArray();
        var pair = Pair(new EchoImage(64, 64, pixels), new AnatomyMask(64, 64, new byte[4096]));
        Assert.Equal(4096, FrameGeometry.Frame(pair, 64).Pair.Mask.Count(AnatomyLabel.Sector));
        Assert.InRange(FrameGeometry.Frame(pair, 64, threshold: 0.02).Pair.Mask.Count(AnatomyLabel.Sector), 1700, 2300);
        Assert.Equal(4096, FrameGeometry.Frame(pair, 64, new FramingOptions { SectorThreshold = 0 }, threshold: 0.02).Pair.Mask.Count(AnatomyLabel.Sector));
    }

    [Fact]
    public void Options_out_of_range_and_wrong_sizes_are_named()
    {
        var pair = Pair(Fixture.Image(8, 8), Fixture.Mask(8, 8));
        Fixture.Throws<ArgumentException>(() => FrameGeometry.Frame(pair, 8, new FramingOptions { Margin = 2, WhitePercentile = 20 }), "Margin", "WhitePercentile");
        Fixture.Throws<ArgumentException>(() => FrameGeometry.Whole(9, 8, PixelSpacing.Unit, 8).Apply(pair.Image), "8 × 8", "9 × 8");
        Fixture.Throws<ArgumentException>(() => FrameGeometry.Whole(9, 8, PixelSpacing.Unit, 16).Restore(pair.Mask), "8 × 8", "16 × 16");
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameGeometry.Whole(9, 8, PixelSpacing.Unit, 0));
    }

    /// <summary>A phantom on pixels half as high as wide, with black around.</summary>
    private static EchoPair Anisotropic()
    {
        var frame = PhantomSimulator.Render(PhantomAnatomy.Sample(3), EchoView.FourChamber, CardiacPhase.EndDiastole, ScannerPreset.Default, 160, 5);
        const int Width = 220, Height = 400;
        var (pixels, labels) = (new float[Width * Height], new byte[Width * Height]);
        for (var y = 0; y < 320; y++)
        {
            for (var x = 0; x < 160; x++)
                (pixels[(y + 20) * Width + x + 40], labels[(y + 20) * Width + x + 40]) = (frame.Image[x, y / 2], (byte)frame.Mask[x, y / 2]);
        }
        var spacing = new PixelSpacing(frame.Image.Spacing.X, frame.Image.Spacing.Y / 2);
        return Pair(new EchoImage(Width, Height, pixels, spacing), new AnatomyMask(Width, Height, labels, spacing));
    }

    private static double Dice(AnatomyMask a, AnatomyMask b, AnatomyLabel label)
    {
        var both = Enumerable.Range(0, a.Labels.Length).Count(i => a.Labels[i] == (byte)label && b.Labels[i] == (byte)label);
        return 2.0 * both / (a.Count(label) + b.Count(label));
    }

    private static EchoPair Pair(EchoImage image, AnatomyMask mask) => new(new EchoItem("a", "a", EchoView.Unknown, CardiacPhase.Unknown, DatasetSplit.Unassigned, "", ""), image, mask);
}
