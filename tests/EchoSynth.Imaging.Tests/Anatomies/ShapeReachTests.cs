using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Anatomies;

public sealed class ShapeReachTests
{
    private static readonly ShapeModel s_model = PhantomHearts.Model;

    // Another raster than the one on which the targets were met.
    private static readonly ShapeFrame s_other = PhantomHearts.Frame.Square(210);

    [Fact]
    public void Ejection_fraction_and_volume_are_met_within_three_percent_by_another_estimator()
    {
        Parallel.For(0, 120, i =>
        {
            var targets = new ShapeTargets { EjectionFraction = 32 + (i % 9 * 4.5), EndDiastolicVolumeMl = 75 + (i % 7 * 13) };
            var anatomy = s_model.Reach(targets, (ulong)i, frame: PhantomHearts.Frame);
            Assert.Empty(anatomy.Check(PhantomHearts.Frame));
            Met(anatomy.Render(PhantomHearts.Frame), 0.03);
            // On other pixels the same outlines differ by what pixels are worth: 1.25 mm here.
            Met(anatomy.Render(s_other), 0.05);

            void Met(IReadOnlyList<AnatomyMask> masks, double within)
            {
                Assert.InRange(IndependentVolume.EjectionFraction(masks[0], masks[1]) / targets.EjectionFraction.Value, 1 - within, 1 + within);
                Assert.InRange(IndependentVolume.Ml(masks[0]) / targets.EndDiastolicVolumeMl.Value, 1 - within, 1 + within);
            }
        });
    }

    [Fact]
    public void Wall_atrium_and_end_systolic_volume_are_met()
    {
        var masks = s_model.Reach(new ShapeTargets { WallThicknessMm = 11, AtrialVolumeMl = 48 }, seed: 3, frame: PhantomHearts.Frame).Render(s_other);
        Assert.Equal(11, AnatomyMeasures.Of(masks[0]).WallThicknessMm!.Value, 0.33);
        Assert.Equal(48, AnatomyMeasures.Of(masks[1]).AtrialVolumeMl!.Value, 1.5);
        masks = s_model.Reach(new ShapeTargets { EndSystolicVolumeMl = 60, EndDiastolicVolumeMl = 130 }, seed: 3, frame: PhantomHearts.Frame).Render(s_other);
        Assert.Equal(60, IndependentVolume.Ml(masks[1]), 1.8);
        Assert.Equal(130, IndependentVolume.Ml(masks[0]), 3.9);
    }

    [Fact]
    public void Without_a_seed_it_is_the_most_probable_anatomy_and_with_seeds_many()
    {
        var targets = new ShapeTargets { EjectionFraction = 45 };
        var nearest = s_model.Reach(targets, frame: PhantomHearts.Frame);
        Assert.Equal(nearest.Coefficients, s_model.Reach(targets, frame: PhantomHearts.Frame).Coefficients);
        var others = Enumerable.Range(0, 8).Select(i => s_model.Reach(targets, (ulong)i, frame: PhantomHearts.Frame)).ToArray();
        Assert.All(others, o => Assert.True(o.Deviation > nearest.Deviation));
        var volumes = others.Select(o => IndependentVolume.Ml(o.Render(PhantomHearts.Frame)[0])).ToArray();
        Assert.True(volumes.Max() > 1.2 * volumes.Min());
    }

    [Fact]
    public void What_the_model_does_not_reach_is_an_error_that_says_what_it_does()
    {
        Fixture.Throws<ArgumentException>(() => s_model.Reach(new ShapeTargets { EndDiastolicVolumeMl = 600 }), "end-diastolic volume 600 mL", "the limit is 3.0", "reaches about");
        Fixture.Throws<ArgumentException>(() => s_model.Reach(new ShapeTargets { WallThicknessMm = 15 }), "standard deviations from the mean", "wall thickness");
        var thick = s_model.Reach(new ShapeTargets { WallThicknessMm = 15 }, limit: 6, frame: PhantomHearts.Frame);
        Assert.Equal(15, AnatomyMeasures.Of(thick.Render(s_other)[0]).WallThicknessMm!.Value, 0.45);
    }

    [Fact]
    public void Targets_that_make_no_sense_are_errors()
    {
        Fixture.Throws<ArgumentException>(() => s_model.Reach(new ShapeTargets()), "none is given");
        Fixture.Throws<ArgumentException>(() => s_model.Reach(new ShapeTargets { EjectionFraction = 99, WallThicknessMm = double.NaN }), "EjectionFraction is 99 %", "WallThicknessMm");
        Fixture.Throws<ArgumentException>(() => s_model.Reach(new ShapeTargets { EjectionFraction = 50, EndDiastolicVolumeMl = 100, EndSystolicVolumeMl = 50 }), "at most two");
        Fixture.Throws<ArgumentException>(() => s_model.Reach(new ShapeTargets { EndDiastolicVolumeMl = 60, EndSystolicVolumeMl = 60 }), "smaller");
        Assert.Throws<ArgumentOutOfRangeException>(() => s_model.Reach(new ShapeTargets { EjectionFraction = 50 }, limit: 0));
    }

    [Fact]
    public void Presets_fill_the_ranges_that_they_name_and_ask_for_nothing_else()
    {
        Filled("dilated", [(22, 38), (155, 200), null, null, null]);
        Filled("hypertrophic", [null, null, null, (12, 14), null]);
        Filled("small-cavity", [(60, 72), (42, 60), null, null, null]);
        Filled("enlarged-atrium", [null, null, null, null, (62, 80)]);
        Assert.Equal(4, ShapePreset.All.Count);

        static void Filled(string name, (double Low, double High)?[] ranges)
        {
            var drawn = Enumerable.Range(0, 400).Select(i => ShapePreset.ByName(name).Draw((ulong)i)).ToArray();
            Func<ShapeTargets, double?>[] measures = [t => t.EjectionFraction, t => t.EndDiastolicVolumeMl, t => t.EndSystolicVolumeMl, t => t.WallThicknessMm, t => t.AtrialVolumeMl];
            foreach (var (measure, range) in measures.Zip(ranges))
            {
                var values = drawn.Select(measure).ToArray();
                if (range is not var (low, high))
                {
                    Assert.All(values, v => Assert.Null(v));
                    continue;
                }
                var fringe = 0.05 * (high - low);
                Assert.InRange(values.Min()!.Value, low, low + fringe);
                Assert.InRange(values.Max()!.Value, high - fringe, high);
                Assert.Equal((low + high) / 2, values.Average()!.Value, fringe);
            }
        }
    }

    [Fact]
    public void Presets_are_drawn_and_met()
    {
        foreach (var preset in ShapePreset.All)
        {
            var targets = preset.Draw(4);
            Assert.Equal(targets, ShapePreset.ByName(preset.Name.ToUpperInvariant()).Draw(4));
            var masks = s_model.Reach(targets, seed: 4, ShapePreset.Limit, PhantomHearts.Frame).Render(s_other);
            var (before, after) = (AnatomyMeasures.Of(masks[0]), AnatomyMeasures.Of(masks[1]));
            if (targets.EjectionFraction is { } fraction)
                Assert.Equal(fraction, IndependentVolume.EjectionFraction(masks[0], masks[1]), 0.05 * fraction);
            Assert.Equal(targets.EndDiastolicVolumeMl ?? before.LvVolumeMl!.Value, before.LvVolumeMl!.Value, 0.03 * before.LvVolumeMl.Value);
            Assert.Equal(targets.WallThicknessMm ?? before.WallThicknessMm!.Value, before.WallThicknessMm!.Value, 0.03 * before.WallThicknessMm.Value);
            Assert.Equal(targets.AtrialVolumeMl ?? after.AtrialVolumeMl!.Value, after.AtrialVolumeMl!.Value, 0.03 * after.AtrialVolumeMl.Value);
        }
        Fixture.Throws<ArgumentException>(() => ShapePreset.ByName("broken"), "dilated, hypertrophic, small-cavity, enlarged-atrium");
    }
}
