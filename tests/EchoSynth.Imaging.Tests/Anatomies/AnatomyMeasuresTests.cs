using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Imaging.Tests.Anatomies;

public sealed class AnatomyMeasuresTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_phantom_measures_what_it_was_made_with(int seed)
    {
        var anatomy = PhantomAnatomy.Sample((ulong)seed);
        var heart = PhantomHearts.Heart(anatomy, size: 300);
        var measures = AnatomyMeasures.Of(heart.EndDiastole);
        Assert.True(measures.SpacingKnown);
        Assert.Equal(anatomy.LvLengthMm, measures.LvLengthMm!.Value, 0.015 * anatomy.LvLengthMm);
        Assert.Equal(anatomy.EjectionFraction * 100, AnatomyMeasures.EjectionFraction(heart.EndDiastole, heart.EndSystole!)!.Value, 1.0);
        Assert.Equal(IndependentVolume.Ml(heart.EndDiastole), measures.LvVolumeMl!.Value, 0.015 * measures.LvVolumeMl.Value);
        // The phantom's wall is as thick along the axis; beside it, along the shortest way, a little less.
        Assert.InRange(measures.WallThicknessMm!.Value, 0.93 * anatomy.WallMm, 1.02 * anatomy.WallMm);
        Assert.InRange(measures.WallMinimumMm!.Value, 0.7 * anatomy.WallMm, measures.WallThicknessMm.Value);
        Assert.Equal(anatomy.AtPhase(0).LaLengthMm, measures.AtrialLengthMm!.Value, 1.5);
    }

    [Fact]
    public void An_ellipsoid_has_its_volume_on_square_and_on_oblong_pixels()
    {
        foreach (var spacing in new[] { new PixelSpacing(0.5, 0.5), new PixelSpacing(0.3, 0.9) })
        {
            var mask = Drawn(spacing, (x, z) => Square((x - 5) / 22) + Square((z - 70) / 40) < 1 ? AnatomyLabel.LeftVentricle : AnatomyLabel.Background);
            var measures = AnatomyMeasures.Of(mask);
            Assert.Equal(4.0 / 3 * Math.PI * 22 * 22 * 40 / 1000, measures.LvVolumeMl!.Value, 0.01 * 81);
            Assert.Equal(80, measures.LvLengthMm!.Value, 1.0);
            Assert.Equal(44, measures.LvDiameterMm!.Value, 1.0);
            Assert.Null(measures.WallThicknessMm);
            Assert.Null(measures.AtrialVolumeMl);
        }
    }

    [Fact]
    public void An_atrium_is_measured_by_area_and_length_from_the_annulus()
    {
        var mask = Drawn(new PixelSpacing(0.5, 0.5), (x, z) => z is > 20 and < 90 && Math.Abs(x) < 20 ? AnatomyLabel.LeftVentricle
            : z is > 90 and < 130 && Math.Abs(x) < 15 ? AnatomyLabel.LeftAtrium : AnatomyLabel.Background);
        var measures = AnatomyMeasures.Of(mask);
        Assert.Equal(1200, measures.AtrialAreaMm2!.Value, 12.0);
        Assert.Equal(40, measures.AtrialLengthMm!.Value, 0.6);
        Assert.Equal(8 * 1200.0 * 1200 / (3 * Math.PI * 40) / 1000, measures.AtrialVolumeMl!.Value, 0.5);
    }

    [Fact]
    public void Islands_do_not_count()
    {
        var mask = PhantomHearts.Mask(PhantomAnatomy.Sample(2), 0);
        var with = PhantomHearts.With(mask, labels => labels[0] = labels[1] = labels[^1] = (byte)AnatomyLabel.LeftVentricle);
        Assert.Equal(AnatomyMeasures.Of(mask), AnatomyMeasures.Of(with));
    }

    [Fact]
    public void What_is_not_there_is_null_and_an_unknown_spacing_is_said()
    {
        var empty = AnatomyMeasures.Of(new AnatomyMask(40, 40, new byte[1600]));
        Assert.False(empty.SpacingKnown);
        Assert.Equal(new AnatomyMeasures { SpacingKnown = false }, empty);
        var one = AnatomyMeasures.Of(PhantomHearts.With(new AnatomyMask(40, 40, new byte[1600]), labels => labels[820] = 1));
        Assert.True(one.LvVolumeMl > 0);
        Assert.Null(AnatomyMeasures.EjectionFraction(new AnatomyMask(40, 40, new byte[1600]), new AnatomyMask(40, 40, new byte[1600])));
    }

    private static AnatomyMask Drawn(PixelSpacing spacing, Func<double, double, AnatomyLabel> label)
    {
        var (width, height) = ((int)(120 / spacing.X), (int)(140 / spacing.Y));
        var labels = new byte[width * height];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = (byte)label(((i % width) + 0.5 - (0.5 * width)) * spacing.X, ((i / width) + 0.5) * spacing.Y);
        return new AnatomyMask(width, height, labels, spacing);
    }

    private static double Square(double x) => x * x;
}
