using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Imaging.Tests.Anatomies;

public sealed class AnatomyValidityTests
{
    private static readonly AnatomyMask s_heart = PhantomHearts.Mask(PhantomAnatomy.Sample(4), 0);

    [Fact]
    public void A_heart_is_valid()
    {
        for (ulong seed = 0; seed < 12; seed++)
        {
            var heart = PhantomHearts.Heart(PhantomAnatomy.Sample(seed), size: 240);
            // The phantom's contours leave a pixel or two between wall and atrium.
            Assert.Empty(AnatomyValidity.Check(Clean(heart.EndDiastole), Clean(heart.EndSystole!)));
        }
    }

    [Fact]
    public void A_split_ventricle_is_found() =>
        Finds(AnatomyFault.Split, Rows((label, x, y) => label == 1 && y == 60 ? 2 : label));

    [Fact]
    public void A_hole_in_the_cavity_is_found() =>
        Finds(AnatomyFault.Hole, Change((labels, centre) => labels[centre] = 0));

    [Fact]
    public void A_hole_in_the_wall_is_found()
    {
        var x = Enumerable.Range(0, s_heart.Width).First(c => s_heart[c, 60] == AnatomyLabel.Myocardium) + 2;
        Finds(AnatomyFault.Hole, PhantomHearts.With(s_heart, labels => labels[(60 * s_heart.Width) + x] = 0));
    }

    [Fact]
    public void A_missing_piece_of_wall_is_found() =>
        Finds(AnatomyFault.OpenWall, Rows((label, x, y) => label == 2 && y is > 50 and < 58 && x < Middle() ? 0 : label));

    [Fact]
    public void A_missing_wall_is_found() =>
        Finds(AnatomyFault.OpenWall, Rows((label, x, y) => label == 2 && x < Middle() ? 0 : label));

    [Fact]
    public void No_wall_at_all_is_found() => Finds(AnatomyFault.Missing, Rows((label, _, _) => label == 2 ? 0 : label));

    [Fact]
    public void A_detached_atrium_is_found()
    {
        var top = Enumerable.Range(0, s_heart.Height).First(y => Enumerable.Range(0, s_heart.Width).Any(x => s_heart[x, y] == AnatomyLabel.LeftAtrium));
        Finds(AnatomyFault.DetachedAtrium, Rows((label, x, y) => label == 3 && y < top + 9 ? 0 : label));
    }

    [Fact]
    public void A_thin_wall_is_found()
    {
        Assert.DoesNotContain(AnatomyValidity.Check(s_heart, minimalWallMm: 5), p => p.Fault == AnatomyFault.ThinWall);
        Assert.Contains(AnatomyValidity.Check(s_heart, minimalWallMm: 20), p => p.Fault == AnatomyFault.ThinWall && p.Message.Contains("20.0 mm", StringComparison.Ordinal));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnatomyValidity.Check(s_heart, double.NaN));
    }

    [Fact]
    public void A_wall_at_the_image_s_edge_is_found_and_an_atrium_at_the_lower_edge_is_not()
    {
        var apex = Enumerable.Range(0, s_heart.Height).First(y => Enumerable.Range(0, s_heart.Width).Any(x => s_heart[x, y] == AnatomyLabel.Myocardium));
        var roof = Enumerable.Range(0, s_heart.Height).Last(y => Enumerable.Range(0, s_heart.Width).Any(x => s_heart[x, y] == AnatomyLabel.LeftAtrium));
        Finds(AnatomyFault.OutsideImage, Cut(apex + 2, s_heart.Height));
        Assert.Empty(AnatomyValidity.Check(Cut(0, roof - 3)));
    }

    [Fact]
    public void A_cavity_that_grows_is_found()
    {
        var heart = PhantomHearts.Heart(PhantomAnatomy.Sample(4));
        Assert.Contains(AnatomyValidity.Check(heart.EndSystole!, heart.EndDiastole), p => p.Fault == AnatomyFault.Contraction);
    }

    [Fact]
    public void A_wall_cut_by_a_marked_sector_is_let_pass()
    {
        var right = Enumerable.Range(0, s_heart.Width).Last(x => s_heart[x, 60] == AnatomyLabel.LeftVentricle) + 1;
        var sector = Enumerable.Range(0, s_heart.Labels.Length).Select(i => i % s_heart.Width < right).ToArray();
        var cut = Rows((label, x, y) => x < right ? label : 0);
        Finds(AnatomyFault.OpenWall, cut);
        Assert.Empty(AnatomyValidity.Check(cut.WithSector(sector)));
    }

    private static AnatomyMask Clean(AnatomyMask mask) => new(mask.Width, mask.Height, MaskCleaning.Clean(mask), mask.Spacing);

    private static void Finds(AnatomyFault fault, AnatomyMask mask) => Assert.Contains(AnatomyValidity.Check(mask), p => p.Fault == fault);

    private static int Middle() => (int)Enumerable.Range(0, s_heart.Width).Where(x => s_heart[x, 60] == AnatomyLabel.LeftVentricle).Average();

    private static AnatomyMask Rows(Func<int, int, int, int> change) => PhantomHearts.With(s_heart, labels =>
    {
        for (var i = 0; i < labels.Length; i++)
            labels[i] = (byte)change(labels[i], i % s_heart.Width, i / s_heart.Width);
    });

    private static AnatomyMask Change(Action<byte[], int> change) => PhantomHearts.With(s_heart, labels => change(labels, (60 * s_heart.Width) + Middle()));

    private static AnatomyMask Cut(int from, int to) => new(s_heart.Width, to - from, s_heart.Labels[(from * s_heart.Width)..(to * s_heart.Width)], s_heart.Spacing);
}
