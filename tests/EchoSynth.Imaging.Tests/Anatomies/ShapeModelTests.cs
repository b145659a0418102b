using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Anatomies;

public sealed class ShapeModelTests
{
    private static readonly ShapeModel s_model = PhantomHearts.Model;

    [Fact]
    public void A_thousand_sampled_anatomies_are_valid()
    {
        var frame = PhantomHearts.Frame;
        var redraws = 0;
        Parallel.For(0, 1000, seed =>
        {
            var anatomy = s_model.Sample((ulong)seed, frame: frame);
            Interlocked.Add(ref redraws, anatomy.Redraws);
            Assert.All(anatomy.Coefficients, c => Assert.InRange(Math.Abs(c), 0, ShapeModel.DefaultLimit));
            var masks = anatomy.Render(frame);
            Assert.Empty(AnatomyValidity.Check(masks[0], masks[1]));
        });
        Assert.InRange(redraws, 0, 100);
    }

    [Fact]
    public void Samples_vary_as_the_hearts_do()
    {
        var hearts = PhantomHearts.Many(0, 80).Select(h => (Fraction: IndependentVolume.EjectionFraction(h.EndDiastole, h.EndSystole!), Volume: IndependentVolume.Ml(h.EndDiastole))).ToArray();
        var drawn = Enumerable.Range(0, 120).Select(i => s_model.Sample((ulong)i, frame: PhantomHearts.Frame).Render(PhantomHearts.Frame))
            .Select(m => (Fraction: IndependentVolume.EjectionFraction(m[0], m[1]), Volume: IndependentVolume.Ml(m[0]))).ToArray();
        Assert.Equal(hearts.Average(h => h.Fraction), drawn.Average(h => h.Fraction), 4.0);
        Assert.Equal(hearts.Average(h => h.Volume), drawn.Average(h => h.Volume), 12.0);
        Assert.InRange(Spread(drawn.Select(d => d.Volume)) / Spread(hearts.Select(d => d.Volume)), 0.75, 1.25);
        Assert.InRange(Spread(drawn.Select(d => d.Fraction)) / Spread(hearts.Select(d => d.Fraction)), 0.7, 1.3);
    }

    [Fact]
    public void A_seed_gives_the_same_masks_again_and_another_seed_others()
    {
        var (a, b, c) = (s_model.Sample(5), s_model.Sample(5), s_model.Sample(6));
        Assert.Equal(a.Render(PhantomHearts.Frame)[0].Labels, b.Render(PhantomHearts.Frame)[0].Labels);
        Assert.False(a.Render(PhantomHearts.Frame)[0].Labels.SequenceEqual(c.Render(PhantomHearts.Frame)[0].Labels));
    }

    [Fact]
    public void Modes_are_orthonormal_and_fall()
    {
        var modes = s_model.Basis.Modes;
        for (var i = 0; i < modes.Length; i++)
        {
            for (var j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, modes[i].Zip(modes[j], (a, b) => a * b).Sum(), 1e-9);
        }
        Assert.Equal(s_model.Deviations.OrderDescending(), s_model.Deviations);
        Assert.InRange(s_model.Explained, 0.98, 1);
    }

    [Fact]
    public void A_heart_that_was_not_fitted_is_described_closely()
    {
        foreach (var heart in PhantomHearts.Many(500, 5))
        {
            var masks = s_model.Describe(heart).Render(ShapeFrame.Of(heart.EndDiastole));
            Assert.InRange(PhantomHearts.Dice(masks[0], heart.EndDiastole, AnatomyLabel.LeftVentricle), 0.93, 1);
            Assert.InRange(PhantomHearts.Dice(masks[1], heart.EndSystole!, AnatomyLabel.LeftAtrium), 0.9, 1);
        }
        Assert.Throws<ArgumentException>(() => s_model.Describe(PhantomHearts.Many(500, 1).First() with { EndSystole = null }));
    }

    [Fact]
    public void Between_two_anatomies_volumes_go_from_one_to_the_other()
    {
        var (from, to) = (s_model.Sample(1), s_model.Sample(2));
        Assert.Equal(from.Coefficients, s_model.Interpolate(from, to, 0).Coefficients);
        Assert.Equal(to.Coefficients, s_model.Interpolate(from, to, 1).Coefficients);
        var volumes = Enumerable.Range(0, 5).Select(i => IndependentVolume.Ml(s_model.Interpolate(from, to, i / 4.0).Render(PhantomHearts.Frame)[0])).ToArray();
        Assert.True(volumes.SequenceEqual(volumes[0] < volumes[^1] ? volumes.Order() : volumes.OrderDescending()));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_model.Interpolate(from, to, 1.1));
    }

    [Fact]
    public void A_model_is_saved_and_loaded_to_the_bit()
    {
        using var folder = new TestFolder();
        s_model.Save(folder["shape.json"]);
        var again = ShapeModel.Load(folder["shape.json"]);
        Assert.Equal((EchoView.FourChamber, "phantoms", s_model.Hearts), (again.Options.View, again.Options.Source, again.Hearts));
        Assert.Equal(s_model.Frame, again.Frame);
        Assert.Equal(s_model.Sample(9).Render(PhantomHearts.Frame)[1].Labels, again.Sample(9).Render(PhantomHearts.Frame)[1].Labels);
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "version")]
    [InlineData("\"phases\": 2", "\"phases\": 1", "mean")]
    [InlineData("\"phases\": 2", "\"phases\": 1e300", "phases")]
    [InlineData("\"view\": \"FourChamber\"", "\"view\": \"Sideways\"", "view")]
    [InlineData("\"format\": \"EchoSynth shape model\"", "\"format\": \"x\"", "format")]
    [InlineData("\"deviations\": [", "\"deviations\": [-1,", "deviations")]
    [InlineData("\"mean\": [", "\"mean\": [1e300,", "mean")]
    [InlineData("\"modes\": [", "\"modes\": [[],", "modes")]
    [InlineData("\"acrossMm\":", "\"acrossMm\": 1e9, \"was\":", "acrossMm")]
    [InlineData("\"hearts\":", "\"harts\":", "")]
    [InlineData("{", "", "")]
    public void A_damaged_model_file_is_an_error_that_names_the_field(string found, string put, string named)
    {
        using var folder = new TestFolder();
        s_model.Save(folder["shape.json"]);
        var text = File.ReadAllText(folder["shape.json"]);
        Assert.Contains(found, text, StringComparison.Ordinal);
        File.WriteAllText(folder["shape.json"], text.Replace(found, put, StringComparison.Ordinal));
        Fixture.Throws<EchoFormatException>(() => ShapeModel.Load(folder["shape.json"]), "shape.json", named);
    }

    [UnixFact]
    public void A_link_out_of_the_models_folder_is_not_read()
    {
        using var folder = new TestFolder();
        folder.Write("secret", "not for strangers");
        Directory.CreateDirectory(folder["model"]);
        File.CreateSymbolicLink(folder["model/shape_4CH.json"], "../secret");
        var error = Fixture.Throws<EchoFormatException>(() => ShapeModel.Load(folder["model/shape_4CH.json"]), "shape_4CH.json", $"a link to a file outside its folder, {folder["secret"]}", "Put a copy");
        Assert.DoesNotContain("strangers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_hearts_are_an_error_that_counts_the_reasons()
    {
        var hearts = PhantomHearts.Many(0, 12).ToArray();
        for (var i = 0; i < 4; i++)
            hearts[i] = hearts[i] with { EndSystole = PhantomHearts.Only(hearts[i].EndSystole!, AnatomyLabel.LeftVentricle) };
        Fixture.Throws<ArgumentException>(() => ShapeModel.Fit(hearts), "8 of 12", "at least 10", "4 × end-systole: no Myocardium", "phantom0");
        var unknown = hearts.Select(h => new ShapeHeart(h.Id, new AnatomyMask(150, 150, h.EndDiastole.Labels)));
        Fixture.Throws<ArgumentException>(() => ShapeModel.Fit(unknown), "the pixel spacing is not known");
        Fixture.Throws<ArgumentException>(() => ShapeModel.Fit(hearts.Select((h, i) => i == 7 ? h with { EndSystole = null } : h)), "1 of 12 hearts have no end-systole");
        Fixture.Throws<ArgumentException>(() => ShapeModel.Fit(Enumerable.Repeat(hearts[5], 12)), "alike");
        Fixture.Throws<ArgumentException>(() => ShapeModel.Fit(hearts, new ShapeModelOptions { Variance = 2 }), "Variance");
    }

    [Fact]
    public void Hearts_that_cannot_be_used_are_left_out_with_a_reason()
    {
        var hearts = PhantomHearts.Many(0, 14).ToArray();
        hearts[3] = hearts[3] with { EndDiastole = PhantomHearts.Only(hearts[3].EndDiastole, AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium) };
        var model = ShapeModel.Fit(hearts);
        Assert.Equal(13, model.Hearts);
        Assert.Equal(new SkippedItem("phantom3", "end-diastole: no LeftAtrium."), Assert.Single(model.Skipped));
    }

    [Fact]
    public void A_model_of_single_frames_has_one_phase()
    {
        var model = ShapeModel.Fit(PhantomHearts.Many(0, 30).Select(h => h with { EndSystole = null }));
        Assert.Equal([CardiacPhase.Unknown], model.Phases);
        Assert.Single(model.Sample(3).Render(PhantomHearts.Frame));
        Fixture.Throws<ArgumentException>(() => model.Reach(new ShapeTargets { EjectionFraction = 50 }), "single frames");
        var reached = model.Reach(new ShapeTargets { EndDiastolicVolumeMl = 120 }, frame: PhantomHearts.Frame);
        Assert.Equal(120, IndependentVolume.Ml(reached.Render(PhantomHearts.Frame)[0]), 3.6);
    }

    [Fact]
    public void A_sector_cuts_what_lies_outside_and_marks_what_lies_inside()
    {
        var frame = PhantomHearts.Frame;
        var sector = Enumerable.Range(0, frame.Width * frame.Height).Select(i => i / frame.Width < 90).ToArray();
        var mask = s_model.At().Render(frame, CardiacPhase.EndDiastole, sector);
        Assert.Equal(AnatomyLabel.Sector, mask[0, 0]);
        Assert.Equal(AnatomyLabel.Background, mask[64, 91]);
        Assert.Throws<ArgumentException>(() => s_model.At().Render(frame, CardiacPhase.EndDiastole, new bool[3]));
        Assert.Throws<ArgumentException>(() => s_model.At().Render(frame, CardiacPhase.Unknown));
        Assert.Throws<ArgumentException>(() => s_model.At().Render(frame with { Width = 1 << 20 }));
    }

    [Fact]
    public void Limits_and_coefficients_out_of_range_are_errors()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => s_model.Sample(1, limit: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => s_model.Sample(1, limit: double.NaN));
        Assert.Throws<ArgumentException>(() => s_model.At(new double[100]));
        Assert.Throws<ArgumentException>(() => s_model.At(double.NaN));
        // Nothing can be valid on so few pixels: bounded, and an error that says why.
        Fixture.Throws<InvalidOperationException>(() => s_model.Sample(1, frame: new ShapeFrame(16, 16, new PixelSpacing(1, 1))), "200 draws");
    }

    private static double Spread(IEnumerable<double> values) => values.ToArray() is var v ? Math.Sqrt(v.Sum(x => (x - v.Average()) * (x - v.Average())) / v.Length) : 0;
}
