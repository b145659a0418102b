using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Anatomies;

public sealed class ShapeCompletionTests
{
    private const AnatomyLabel Lv = AnatomyLabel.LeftVentricle, Myo = AnatomyLabel.Myocardium, La = AnatomyLabel.LeftAtrium;
    private static readonly ShapeModel s_model = PhantomHearts.Model;

    // Held out: the model was fitted to 0…79.
    private static readonly AnatomyMask[] s_truths = [.. PhantomHearts.Many(1000, 15).SelectMany(h => new[] { h.EndDiastole, h.EndSystole! })];

    [Theory]
    [InlineData(new[] { Lv }, 0.88, 0.84)]
    [InlineData(new[] { Lv, Myo }, 0.999, 0.84)]
    [InlineData(new[] { Lv, La }, 0.88, 0.999)]
    public void Held_out_hearts_are_completed_near_to_the_truth(AnatomyLabel[] annotated, double wall, double atrium)
    {
        var dice = s_truths.Select(truth => (Truth: truth, Whole: s_model.Complete(PhantomHearts.Only(truth, annotated), annotated))).ToArray();
        Assert.All(dice, d => Kept(PhantomHearts.Only(d.Truth, annotated), d.Whole));
        Assert.InRange(dice.Average(d => PhantomHearts.Dice(d.Whole, d.Truth, Myo)), wall, 1);
        Assert.InRange(dice.Average(d => PhantomHearts.Dice(d.Whole, d.Truth, La)), atrium, 1);
        Assert.All(dice, d => Assert.DoesNotContain(AnatomyValidity.Check(d.Whole), p => p.Fault != AnatomyFault.OutsideImage));
    }

    [Fact]
    public void A_mask_without_spacing_is_completed_in_scale()
    {
        var worst = 1.0;
        foreach (var truth in s_truths.Take(10))
        {
            // As EchoNet has it: small, square, millimetres unknown.
            var small = Resampling.FitToSquare(truth, 112);
            var bare = PhantomHearts.Only(new AnatomyMask(112, 112, small.Labels), Lv);
            var whole = s_model.Complete(bare, [Lv]);
            Kept(bare, whole);
            worst = Math.Min(worst, PhantomHearts.Dice(whole, small, Myo));
        }
        Assert.InRange(worst, 0.65, 1);
    }

    [Fact]
    public void A_ventricle_tilted_and_moved_is_completed()
    {
        var truth = s_truths[0];
        var moved = PhantomHearts.With(truth, labels =>
        {
            var from = (byte[])labels.Clone();
            var (cos, sin, size) = (Math.Cos(0.4), Math.Sin(0.4), truth.Width);
            for (var i = 0; i < labels.Length; i++)
            {
                var (x, y) = ((i % size) - 70, (i / size) - 75);
                var (sx, sy) = ((int)Math.Round((cos * x) + (sin * y)) + 75, (int)Math.Round((cos * y) - (sin * x)) + 75);
                labels[i] = (uint)sx < (uint)size && (uint)sy < (uint)size ? from[(sy * size) + sx] : (byte)0;
            }
        });
        var whole = s_model.Complete(PhantomHearts.Only(moved, Lv), [Lv]);
        Assert.InRange(PhantomHearts.Dice(whole, moved, Myo), 0.75, 1);
        Assert.InRange(PhantomHearts.Dice(whole, moved, La), 0.7, 1);
    }

    [Fact]
    public void A_sector_stays_and_nothing_is_put_outside_it()
    {
        var truth = s_truths[0];
        var sector = Enumerable.Range(0, truth.Labels.Length).Select(i => i / truth.Width < 128).ToArray();
        var partial = PhantomHearts.Only(truth, Lv).WithSector(sector);
        var whole = s_model.Complete(partial, [Lv]);
        Assert.Equal(AnatomyLabel.Sector, whole[0, 0]);
        for (var i = 0; i < sector.Length; i++)
            Assert.Equal(partial.Labels[i] == 0, whole.Labels[i] == 0);
    }

    [Fact]
    public void What_cannot_be_completed_is_an_error_that_says_why()
    {
        var truth = s_truths[0];
        Fixture.Throws<ArgumentException>(() => s_model.Complete(truth, [Myo]), "Myocardium", "LeftVentricle");
        Fixture.Throws<ArgumentException>(() => s_model.Complete(truth, []), "nothing");
        Fixture.Throws<ArgumentException>(() => s_model.Complete(new AnatomyMask(50, 50, new byte[2500]), [Lv]), "0 pixels");
        var two = PhantomHearts.With(PhantomHearts.Only(truth, Lv), labels =>
        {
            for (var i = 0; i < 64; i++)
                labels[(i / 8 * truth.Width) + 5 + (i % 8)] = 1;
        });
        Fixture.Throws<ArgumentException>(() => s_model.Complete(two, [Lv]), "2 pieces");
    }

    private static void Kept(AnatomyMask given, AnatomyMask whole)
    {
        var lost = 0;
        for (var i = 0; i < given.Labels.Length; i++)
            lost += given.Labels[i] == 0 || given.Labels[i] == whole.Labels[i] ? 0 : 1;
        // Crumbs of the phantom's own masks.
        Assert.InRange(lost, 0, 6);
    }
}
