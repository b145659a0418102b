using System.Globalization;
using EchoSynth.Imaging;
using EchoSynth.Studio.Api;

namespace EchoSynth.Studio.Anatomy;

/// <summary>Whether contours can be a heart in a scanner's picture; every problem names its field, the place, and what would be right.</summary>
internal static class ContourCheck
{
    public const int LeastHandles = 5, LeastAtrialHandles = 3, MostHandles = 24;

    /// <summary>Where handles may be, mm.</summary>
    public const int MostX = 150, LeastZ = -20, MostZ = 250;

    private const double LeastWallMm = 2;
    private const double LeastCavityMm2 = 600, LeastAtriumMm2 = 250;

    /// <summary>The numbers alone: how many, and within reach of a scanner.</summary>
    public static void Numbers(HeartContours? contours, FieldProblems problems)
    {
        if (contours is null)
        {
            problems.Add("contours", "is missing; give an object with cavity, wall and atrium, such as GET /api/hearts/1 returns.");
            return;
        }
        Handles(contours.Cavity, "contours.cavity", LeastHandles, problems);
        Handles(contours.Wall, "contours.wall", LeastHandles, problems);
        Handles(contours.Atrium, "contours.atrium", LeastAtrialHandles, problems);
    }

    /// <summary>The shape: of a heart whose numbers are in order.</summary>
    public static void Shape(Heart heart, FieldProblems problems)
    {
        Crossing("contours.cavity", "The cavity's contour", heart.Endocardium, problems);
        Crossing("contours.wall", "The wall's contour", heart.Epicardium, problems);
        Crossing("contours.atrium", "The atrium's contour", heart.AtrialLine, problems);
        Size("contours.cavity", "The cavity", Curve.Area(heart.Endocardium), LeastCavityMm2, problems);
        Size("contours.atrium", "The atrium", Curve.Area(heart.AtrialLine), LeastAtriumMm2, problems);
        if (!problems.Any)
            Nesting(heart, problems);
    }

    /// <summary>A contracted heart, whose contours were in order before: extreme ejection fractions may leave no room.</summary>
    public static void Contracted(Heart heart, FieldProblems problems)
    {
        var inner = new FieldProblems();
        Nesting(heart, inner);
        Crossing("contours.atrium", "The atrium's contour", heart.AtrialLine, inner);
        foreach (var (field, messages) in inner.ToDictionary())
            problems.Add("ejectionFraction", $"At end-systole: {string.Join(" ", messages)} Or ask for a smaller ejection fraction. ({field})");
    }

    /// <summary>The place: how much of each structure the scanner sees.</summary>
    public static void Place(Heart heart, ScannerView view, FieldProblems problems)
    {
        Outside("contours.cavity", "the cavity", heart.Endocardium, 0.15, view, problems);
        Outside("contours.wall", "the ventricle with its wall", heart.Outer, 0.3, view, problems);
        Outside("contours.atrium", "the atrium", heart.AtrialLine, 0.5, view, problems);
    }

    private static void Handles(IReadOnlyList<double[]>? handles, string field, int least, FieldProblems problems)
    {
        if (handles is null)
        {
            problems.Add(field, $"is missing; give {least} to {MostHandles} handles [x, z] in mm.");
            return;
        }
        if (handles.Count < least || handles.Count > MostHandles)
            problems.Add(field, $"has {handles.Count} handles; give {least} to {MostHandles}.");
        for (var i = 0; i < Math.Min(handles.Count, MostHandles); i++)
        {
            if (handles[i] is not [var x, var z])
                problems.Add($"{field}[{i}]", $"has {handles[i]?.Length ?? 0} numbers; a handle is two, [x, z] in mm.");
            else if (!(x is >= -MostX and <= MostX && z is >= LeastZ and <= MostZ))
                problems.Add($"{field}[{i}]", Text($"is [{x:0.#}, {z:0.#}]; x must be −{MostX}…{MostX} mm, z −{-LeastZ}…{MostZ} mm."));
        }
    }

    private static void Crossing(string field, string name, Mm[] polygon, FieldProblems problems)
    {
        if (Curve.SelfCrossing(polygon) is { } place)
            problems.Add(field, Text($"{name} crosses itself {Near(place)}; move its handles apart there, in the order left, apex or roof, right."));
    }

    private static void Size(string field, string name, double mm2, double least, FieldProblems problems)
    {
        if (mm2 < least)
            problems.Add(field, Text($"{name} measures {mm2 / 100:0.0} cm²; at least {least / 100:0.0} cm² are needed. Move its handles outward."));
    }

    private static void Nesting(Heart heart, FieldProblems problems)
    {
        if (Curve.Crossing(heart.Endocardium, heart.Epicardium) is { } place)
        {
            problems.Add("contours.wall", Text($"The cavity reaches through the wall {Near(place)}; move the wall's handles outward there, or the cavity's inward."));
            return;
        }
        // Within the wall as a whole: neither beside it nor around it.
        var apex = heart.Endocardium[heart.Endocardium.Length / 2];
        if (!Curve.Contains(heart.Epicardium, apex))
        {
            problems.Add("contours.wall", Text($"The cavity's apex {Near(apex)} is not within the wall; the wall must go around the cavity, from base to base."));
            return;
        }
        if (Curve.SelfCrossing(heart.Outer) is { } basal)
        {
            problems.Add("contours.wall", Text($"The wall's base is crossed {Near(basal)}: the cavity's ends must lie between those of the wall. Move the wall's end outward there, or the cavity's inward."));
            return;
        }
        var axis = new HeartAxis(heart);
        var thin = heart.Endocardium.Where(p => axis.To(p).T < axis.AnnulusAt - 12).Select(p => (Place: p, Thickness: Curve.Distance(heart.Epicardium, p))).DefaultIfEmpty((Place: heart.Annulus, Thickness: LeastWallMm)).MinBy(p => p.Thickness);
        if (thin.Thickness < LeastWallMm)
            problems.Add("contours.wall", Text($"The wall is {thin.Thickness:0.0} mm thick {Near(thin.Place)}; at least {LeastWallMm:0} mm are needed. Move its handles outward there."));
        var covered = heart.Atrium.Count(p => Curve.Contains(heart.Outer, p));
        if (2 * covered > heart.Atrium.Length)
            problems.Add("contours.atrium", $"{covered} of the atrium's {heart.Atrium.Length} handles lie in the ventricle; the atrium hangs below the mitral plane. Move them down.");
    }

    private static void Outside(string field, string name, Mm[] polygon, double most, ScannerView view, FieldProblems problems)
    {
        const double step = 2;
        var (left, right, top, bottom) = (polygon.Min(p => p.X), polygon.Max(p => p.X), polygon.Min(p => p.Z), polygon.Max(p => p.Z));
        var (inside, seen) = (0, 0);
        for (var x = left; x <= right; x += step)
        {
            for (var z = top; z <= bottom; z += step)
            {
                if (!Curve.Contains(polygon, new Mm(x, z)))
                    continue;
                inside++;
                seen += view.Sees(new Mm(x, z)) ? 1 : 0;
            }
        }
        var lost = inside == 0 ? 1 : 1 - ((double)seen / inside);
        if (lost > most)
            problems.Add(field, Text($"{100 * lost:0} % of {name} lies outside the sector of '{view.Scanner.Name}' (±{view.Scanner.HalfAngleDegrees:0.#}°, {view.Scanner.DepthMm:0} mm deep); at most {100 * most:0} % may. Move it towards the middle, or take another scanner."));
    }

    private static string Near(Mm place) => Text($"near x = {place.X:0}, z = {place.Z:0} mm");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
