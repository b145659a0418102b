using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Imaging.Tests.Anatomies;

public sealed class OutlineReaderTests
{
    [Fact]
    public void What_is_read_from_a_mask_draws_it_again()
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            foreach (var contraction in new[] { 0.0, 1.0 })
                Draws(PhantomHearts.Mask(PhantomAnatomy.Sample(seed), contraction), PhantomHearts.Mask(PhantomAnatomy.Sample(seed), contraction), 0.985, 0.96, 0.985);
        }
    }

    [Fact]
    public void Oblong_pixels_are_read_in_millimetres()
    {
        var heart = PhantomAnatomy.Sample(7);
        var (square, labels) = (PhantomHearts.Mask(heart, 0, 300), new byte[150 * 300]);
        for (var i = 0; i < labels.Length; i++)
            labels[i] = square.Labels[(i / 150 * 300) + (2 * (i % 150))];
        var oblong = OutlineReader.Read(new AnatomyMask(150, 300, labels, new PixelSpacing(2 * square.Spacing.X, square.Spacing.Y)), out _)!;
        var expected = OutlineReader.Read(square, out _)!;
        for (var i = 0; i < Outline.EndocardialPoints; i++)
            Assert.True((oblong.Endocardium[i] - expected.Endocardium[i]).Norm < 1.2);
    }

    [Fact]
    public void Islands_and_holes_of_an_annotation_do_not_matter()
    {
        var mask = PhantomHearts.Mask(PhantomAnatomy.Sample(7), 0);
        var middle = (60 * mask.Width) + (int)Enumerable.Range(0, mask.Width).Where(x => mask[x, 60] == AnatomyLabel.LeftVentricle).Average();
        var flawed = PhantomHearts.With(mask, labels =>
        {
            (labels[middle], labels[middle + 3], labels[5], labels[^7]) = (0, 2, 1, 3);
            labels[middle - mask.Width] = 3;
        });
        Draws(flawed, mask, 0.985, 0.96, 0.985);
    }

    [Fact]
    public void A_wall_cut_by_the_sector_goes_on_as_thick_as_beside_the_cut()
    {
        var mask = PhantomHearts.Mask(PhantomAnatomy.Sample(7), 0);
        var cut = PhantomHearts.With(mask, labels =>
        {
            for (var i = 0; i < labels.Length; i++)
                labels[i] = labels[i] == 2 && i / mask.Width is > 50 and < 65 && i % mask.Width > mask.Width / 2 ? (byte)0 : labels[i];
        });
        Draws(cut, mask, 0.98, 0.94, 0.98);
    }

    [Fact]
    public void An_atrium_cut_by_the_lower_edge_is_kept_as_far_as_it_goes()
    {
        var mask = PhantomHearts.Mask(PhantomAnatomy.Sample(7), 1);
        var roof = Enumerable.Range(0, mask.Height).Last(y => Enumerable.Range(0, mask.Width).Any(x => mask[x, y] == AnatomyLabel.LeftAtrium));
        var cut = new AnatomyMask(mask.Width, roof - 9, mask.Labels[..((roof - 9) * mask.Width)], mask.Spacing);
        Draws(cut, cut, 0.98, 0.95, 0.96);
    }

    [Theory]
    [InlineData(new byte[] { 1 }, "Myocardium")]
    [InlineData(new byte[] { 1, 2 }, "LeftAtrium")]
    [InlineData(new byte[] { 2, 3 }, "LeftVentricle")]
    [InlineData(new byte[] { }, "LeftVentricle")]
    public void A_mask_that_lacks_a_structure_says_which(byte[] kept, string named)
    {
        var mask = PhantomHearts.Only(PhantomHearts.Mask(PhantomAnatomy.Sample(7), 0), [.. kept.Select(k => (AnatomyLabel)k)]);
        Assert.Null(OutlineReader.Read(mask, out var problem));
        Assert.Contains(named, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_labels_at_all_are_read_or_refused()
    {
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var (width, height) = (random.Next(1, 40), random.Next(1, 40));
            var labels = new byte[width * height];
            var (cells, threshold) = (random.Next(1, 8), random.Next(1, 6));
            for (var k = 0; k < labels.Length; k++)
                labels[k] = (byte)((((k % width / cells) * 7) + ((k / width / cells) * 13) + (random.Next(6) < threshold ? 0 : random.Next(5))) % 5);
            var mask = new AnatomyMask(width, height, labels, new PixelSpacing(0.5 + random.NextDouble(), 2));
            if (OutlineReader.Read(mask, out _) is { } outline)
                OutlineRaster.Draw(outline, new ShapeFrame(64, 64, new PixelSpacing(1.5, 1.5)));
            AnatomyValidity.Check(mask);
            AnatomyMeasures.Of(mask);
        }
    }

    private static void Draws(AnatomyMask mask, AnatomyMask expected, params double[] dice)
    {
        var outline = OutlineReader.Read(mask, out var problem);
        Assert.True(outline is not null, problem);
        Assert.False(outline.CrossesItself);
        var drawn = OutlineRaster.Draw(outline, ShapeFrame.Of(mask));
        Assert.All(Expected(), s => Assert.InRange(PhantomHearts.Dice(drawn, expected, s.Label), s.Least, 1));

        IEnumerable<(AnatomyLabel Label, double Least)> Expected() => [(AnatomyLabel.LeftVentricle, dice[0]), (AnatomyLabel.Myocardium, dice[1]), (AnatomyLabel.LeftAtrium, dice[2])];
    }
}
