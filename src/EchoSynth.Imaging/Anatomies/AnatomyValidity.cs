using System.Globalization;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>Whether a mask can be a heart: topology, wall, place in the image.</summary>
/// <remarks>
/// Each of LV, myocardium and atrium must be one group of pixels that share sides, without holes; the cavity must be enclosed by wall except at the mitral plane (the contact with the atrium
/// and up to 8 mm of gap on either side) and, in a mask that marks the sector, at the sector's edge, which may leave the wall in up to three pieces; up to 3 mm of missing wall are let pass. The atrium must meet the ventricle
/// along at least 4 mm. LV and wall must not touch the image's edge; the atrium may be cut by the lower one, as in many recordings.
/// </remarks>
public static class AnatomyValidity
{
    /// <summary>The thinnest wall that is let pass unless another is asked for, mm.</summary>
    public const double DefaultMinimalWallMm = 2;

    /// <summary>The ejection fractions that are let pass, percent.</summary>
    public const double LeastFraction = 5, MostFraction = 85;

    private const double OpenMm = 3;
    private const double ContactMm = 4;

    /// <summary>Checks one mask.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="minimalWallMm">The thinnest wall that is let pass, mm; at least 0. Not checked where the spacing is unknown.</param>
    /// <returns>What is wrong; empty where nothing is.</returns>
    public static IReadOnlyList<AnatomyProblem> Check(AnatomyMask mask, double minimalWallMm = DefaultMinimalWallMm)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return Check(mask, AnatomyMeasures.Of(mask), minimalWallMm);
    }

    /// <summary>Checks the masks of one heart at end-diastole and end-systole: each by itself, and that the ejection fraction is 5…85 %.</summary>
    /// <param name="endDiastole">At end-diastole.</param>
    /// <param name="endSystole">At end-systole.</param>
    /// <param name="minimalWallMm">The thinnest wall that is let pass, mm; at least 0.</param>
    public static IReadOnlyList<AnatomyProblem> Check(AnatomyMask endDiastole, AnatomyMask endSystole, double minimalWallMm = DefaultMinimalWallMm)
    {
        ArgumentNullException.ThrowIfNull(endDiastole);
        ArgumentNullException.ThrowIfNull(endSystole);
        var (before, after) = (AnatomyMeasures.Of(endDiastole), AnatomyMeasures.Of(endSystole));
        List<AnatomyProblem> problems = [.. Check(endDiastole, before, minimalWallMm), .. Check(endSystole, after, minimalWallMm)];
        if (100 * (before.LvVolumeMl - after.LvVolumeMl) / before.LvVolumeMl is { } fraction && !(fraction >= LeastFraction && fraction <= MostFraction))
            problems.Add(new(AnatomyFault.Contraction, string.Create(CultureInfo.InvariantCulture, $"the ejection fraction is {fraction:0.0} %; it must be {LeastFraction:0}…{MostFraction:0} %.")));
        return problems;
    }

    private static List<AnatomyProblem> Check(AnatomyMask mask, AnatomyMeasures measures, double minimalWallMm)
    {
        if (!(minimalWallMm >= 0))
            throw new ArgumentOutOfRangeException(nameof(minimalWallMm), minimalWallMm, "The thinnest wall must be at least 0 mm.");
        var problems = new List<AnatomyProblem>();
        var labels = new byte[mask.Labels.Length];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = mask.Labels[i] < (byte)AnatomyLabel.Sector ? mask.Labels[i] : (byte)0;
        foreach (var label in Datasets.LabelMap.Structures)
            Structure(problems, mask, MaskCleaning.Of(labels, label), label);
        if (problems.Any(p => p.Fault == AnatomyFault.Missing))
            return problems;
        Holes(problems, [.. labels.Select(l => l > 0)], mask, "between the structures");
        Ventricle(problems, mask);
        if (mask.Spacing != PixelSpacing.Unit && measures.WallMinimumMm is { } least && least < minimalWallMm)
            problems.Add(new(AnatomyFault.ThinWall, string.Create(CultureInfo.InvariantCulture, $"the wall's thinnest place measures {least:0.0} mm; at least {minimalWallMm:0.0} mm are needed.")));
        return problems;
    }

    private static void Structure(List<AnatomyProblem> problems, AnatomyMask mask, bool[] region, AnatomyLabel label)
    {
        var groups = PixelGroups.Count(region, mask.Width);
        if (groups == 0)
        {
            problems.Add(new(AnatomyFault.Missing, $"{Name(label)} is not in the mask."));
            return;
        }
        // A sector that cuts the wall leaves it in pieces.
        if (groups > (label == AnatomyLabel.Myocardium && mask.HasSector ? 3 : 1))
            problems.Add(new(AnatomyFault.Split, $"{Name(label)} is in {groups} pieces; it must be in one."));
        if (label != AnatomyLabel.Myocardium)
            Holes(problems, region, mask, $"in {Name(label)}");
        var edges = Edges(region, mask.Width, lower: label != AnatomyLabel.LeftAtrium);
        if (edges > 0)
            problems.Add(new(AnatomyFault.OutsideImage, $"{Name(label)} touches the image's edge with {edges} pixels."));
    }

    private static void Holes(List<AnatomyProblem> problems, bool[] region, AnatomyMask mask, string where)
    {
        var pixels = PixelGroups.Holes(region, mask.Width).Count(h => h);
        if (pixels > 0)
            problems.Add(new(AnatomyFault.Hole, $"{pixels} pixels {where} are enclosed but do not belong to it."));
    }

    private static void Ventricle(List<AnatomyProblem> problems, AnatomyMask mask)
    {
        var region = PixelGroups.Main(MaskCleaning.Of(mask.Labels, AnatomyLabel.LeftVentricle), mask.Width, 1);
        var contour = RegionContour.Trace(region, mask.Labels, mask.Width, mask.Spacing);
        var contact = Length(contour, i => contour.Beyond[i] == (int)AnatomyLabel.LeftAtrium);
        if (contact < ContactMm)
            problems.Add(new(AnatomyFault.DetachedAtrium, string.Create(CultureInfo.InvariantCulture, $"the atrium meets the ventricle along {contact:0.0} mm; at least {ContactMm:0.0} mm are needed.")));
        var mitral = MitralBase.Find(contour);
        bool Open(int beyond) => beyond == RegionContour.Edge || beyond == (int)AnatomyLabel.Sector || (beyond == (int)AnatomyLabel.Background && !mask.HasSector);
        var open = Length(contour, i => Open(contour.Beyond[i]) && mitral?.Contains(i) != true);
        if (open > OpenMm)
            problems.Add(new(AnatomyFault.OpenWall, string.Create(CultureInfo.InvariantCulture, $"the cavity has no wall along {open:0.0} mm outside the mitral plane; at most {OpenMm:0.0} mm are let pass.")));
        // A base that takes in the wall: the atrium wraps around the ventricle.
        var (basal, whole) = (Length(contour, i => mitral?.Contains(i) == true), contour.Lengths.Sum());
        if (basal > 0.5 * whole)
            problems.Add(new(AnatomyFault.OpenWall, string.Create(CultureInfo.InvariantCulture, $"the mitral plane takes {100 * basal / whole:0} % of the cavity's outline; at most half can be.")));
    }

    private static double Length(RegionContour contour, Func<int, bool> wanted) => Enumerable.Range(0, contour.Count).Where(wanted).Sum(i => contour.Lengths[i]);

    private static int Edges(bool[] region, int width, bool lower)
    {
        var height = region.Length / width;
        var count = 0;
        for (var y = 0; y < height; y++)
            count += (region[y * width] ? 1 : 0) + (region[(y * width) + width - 1] ? 1 : 0);
        for (var x = 1; x < width - 1; x++)
            count += (region[x] ? 1 : 0) + (lower && region[((height - 1) * width) + x] ? 1 : 0);
        return count;
    }

    private static string Name(AnatomyLabel label) => label switch
    {
        AnatomyLabel.LeftVentricle => "the LV",
        AnatomyLabel.Myocardium => "the myocardium",
        _ => "the left atrium",
    };
}
