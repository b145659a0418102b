namespace EchoSynth.Studio.Anatomy;

/// <summary>A heart at a moment between end-diastole and end-systole, by the rules of the phantom (docs/phantom.md, Contraction), for contours of any shape.</summary>
/// <remarks>
/// With e = c·EF the cavity shortens by 1 − ¼e and narrows so that the method of discs returns the ejected volume exactly; the epicardial apex stays and the annulus moves towards it; the wall
/// thickens so that the muscle's volume stays; the atrial roof stays, and the atrium fills to V·(1 − E·(1 − c))/(1 − E). These are maps that are linear along and across the axis, so cavity and wall
/// cannot come to cross each other in the contraction where they did not before.
/// </remarks>
internal static class Contraction
{
    private const double LongAxisShare = 0.25;

    public static Heart At(Heart heart, double ejectionFraction, double atrialEmptying, double contraction)
    {
        var ejected = ejectionFraction * contraction;
        if (ejected <= 0)
            return heart;
        var axis = new HeartAxis(heart);
        var shorter = 1 - (LongAxisShare * ejected);
        var narrower = Math.Sqrt((1 - ejected) / shorter);
        var length = shorter * axis.CavityLength;
        var (outerWidth, innerWidth) = (Widest(axis, heart.Outer), Widest(axis, heart.Endocardium));
        var side = Math.Max(0.5, (outerWidth - innerWidth) / 2);
        var growth = Thickening(axis, heart, narrower, length, innerWidth, side, ejected);
        var top = growth * axis.CavityTop;
        var (annulus, wider) = (top + length, Wider(innerWidth, side, narrower, growth));

        Mm[] cavity = [.. heart.Cavity.Select(p => axis.To(p)).Select(p => axis.From(top + ((p.T - axis.CavityTop) * shorter), p.V * narrower))];
        Mm[] wall = [.. heart.Wall.Select(p => axis.To(p)).Select(p => axis.From(p.T * annulus / axis.AnnulusAt, p.V * wider))];
        var middle = axis.From(annulus, 0);
        return new Heart(cavity, wall, Atrium(heart, middle, narrower, Filling(atrialEmptying, contraction)));
    }

    /// <summary>The atrium's volume over that at end-diastole, where it is smallest.</summary>
    private static double Filling(double emptying, double contraction) => (1 - (emptying * (1 - contraction))) / (1 - emptying);

    /// <summary>The atrium in coordinates of the line from the annulus to the roof: the roof stays, the neck narrows with the annulus, the middle widens with the volume.</summary>
    private static Mm[] Atrium(Heart heart, Mm annulus, double neck, double filling)
    {
        var before = heart.Annulus;
        var roof = heart.AtrialLine.MaxBy(p => (p - before).Length);
        var (line, moved) = (roof - before, roof - annulus);
        var wide = Math.Sqrt(filling * line.Length / moved.Length);
        return [.. heart.Atrium.Select(p =>
        {
            var (along, across) = (Mm.Dot(p - before, line.Unit) / line.Length, Mm.Dot(p - before, line.Unit.Across));
            var below = Math.Clamp(1 - (2 * along), 0, 1);
            var scale = wide - ((wide - neck) * below * below);
            return annulus + (along * moved) + (across * scale * moved.Unit.Across);
        })];
    }

    /// <summary>How much thicker the wall must be for the muscle to keep its volume; bisection, since the volume grows with it.</summary>
    private static double Thickening(HeartAxis axis, Heart heart, double narrower, double length, double inner, double side, double ejected)
    {
        var (outerVolume, cavityVolume) = (axis.Volume(heart.Outer), axis.Volume(heart.Endocardium));
        var muscle = outerVolume - cavityVolume;
        var (low, high) = (0.5, 4.0);
        for (var i = 0; i < 40; i++)
        {
            var growth = 0.5 * (low + high);
            var wider = Wider(inner, side, narrower, growth);
            var outer = outerVolume * wider * wider * ((growth * axis.CavityTop) + length) / axis.AnnulusAt;
            (low, high) = outer - ((1 - ejected) * cavityVolume) < muscle ? (growth, high) : (low, growth);
        }
        return 0.5 * (low + high);
    }

    /// <summary>The epicardium's scale across the axis where the cavity narrows and the side walls grow.</summary>
    private static double Wider(double inner, double side, double narrower, double growth) => ((narrower * inner / 2) + (growth * side)) / ((inner / 2) + side);

    private static double Widest(HeartAxis axis, Mm[] polygon) => axis.Slices(polygon, 60).Widths.Max();
}
