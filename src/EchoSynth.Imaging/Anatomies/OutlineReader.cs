using System.Globalization;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>Finds the landmarks of a mask, of real annotations too: islands, holes, walls cut by the sector, an atrium cut by the image's lower edge.</summary>
internal static class OutlineReader
{
    private const int LeastPixels = 30;
    private const double ThickestMm = 40;
    private const double LeastShareOfWall = 0.6;

    /// <summary>The landmarks, or why there are none.</summary>
    public static Outline? Read(AnatomyMask mask, out string problem)
    {
        var labels = MaskCleaning.Clean(mask);
        problem = "";
        foreach (var label in Datasets.LabelMap.Structures)
        {
            var pixels = labels.AsSpan().Count((byte)label);
            if (pixels >= LeastPixels)
                continue;
            problem = pixels == 0 ? $"no {label}." : $"{label} has {pixels} pixels; at least {LeastPixels} are needed.";
            return null;
        }
        var contour = RegionContour.Trace(MaskCleaning.Of(labels, AnatomyLabel.LeftVentricle), labels, mask.Width, mask.Spacing);
        if (MitralBase.Find(contour) is not { } mitral)
        {
            problem = "no mitral plane: the cavity meets no atrium, and its wall has no gap.";
            return null;
        }
        var endocardium = Endocardium(contour, mitral, mask.Spacing);
        if (Walls(endocardium, labels, mask) is not { } wall)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"the wall is missing along more than {100 * (1 - LeastShareOfWall):0} % of the cavity's outline.");
            return null;
        }
        return new Outline(endocardium, wall, Atrium(labels, mask, endocardium[0], endocardium[^1]));
    }

    /// <summary>The cavity's outline outside the mitral plane.</summary>
    public static Point[] Endocardium(RegionContour contour, MitralBase mitral, PixelSpacing spacing) =>
        Polyline.Resample(Polyline.Smooth(contour.Arc(mitral.Last, mitral.First), Smoothing(spacing)), Outline.EndocardialPoints);

    /// <summary>The atrium's outline from the left annulus end over the roof to the right one.</summary>
    public static Point[] Atrium(byte[] labels, AnatomyMask mask, Point left, Point right)
    {
        var contour = RegionContour.Trace(MaskCleaning.Of(labels, AnatomyLabel.LeftAtrium), labels, mask.Width, mask.Spacing);
        // Clockwise, the roof comes after the right annulus end and before the left one.
        var arc = contour.Arc(contour.Nearest(right), contour.Nearest(left));
        Array.Reverse(arc);
        return Polyline.Resample(Polyline.Smooth([left, .. arc, right], Smoothing(mask.Spacing)), Outline.AtrialPoints);
    }

    /// <summary>The wall along the outward normals, mm; null where too much of it is missing.</summary>
    public static double[]? Walls(Point[] endocardium, byte[] labels, AnatomyMask mask)
    {
        var normals = Polyline.Normals(endocardium);
        var chord = endocardium[^1] - endocardium[0];
        var wall = new double[endocardium.Length];
        for (var i = 0; i < wall.Length; i++)
            wall[i] = Thickness(endocardium[i], normals[i], endocardium[0], chord, labels, mask);
        if (wall.Count(double.IsFinite) < LeastShareOfWall * wall.Length)
            return null;
        var known = Enumerable.Range(0, wall.Length).Where(i => double.IsFinite(wall[i])).ToArray();
        // What is cut off is as thick as the nearest that is not.
        double At(int i) => double.IsFinite(wall[i]) ? wall[i] : wall[known.MinBy(k => Math.Abs(k - i))];
        var filled = Enumerable.Range(0, wall.Length).Select(At).ToArray();
        return [.. Enumerable.Range(0, wall.Length).Select(i => (0.25 * filled[Math.Max(0, i - 1)]) + (0.5 * filled[i]) + (0.25 * filled[Math.Min(wall.Length - 1, i + 1)]))];
    }

    private static double Thickness(Point from, Point normal, Point annulus, Point chord, byte[] labels, AnatomyMask mask)
    {
        var step = 0.25 * Math.Min(mask.Spacing.X, mask.Spacing.Y);
        var (thickness, before) = (0.0, 1.0);
        for (var s = step; s < ThickestMm; s += step)
        {
            var at = from + (s * normal);
            var share = Muscle(at, labels, mask);
            if (share >= 0.5)
                thickness = s;
            else if (before >= 0.5)
                thickness = s - (step * (0.5 - share) / (before - share));
            // A gap of less than a millimetre is a fault of the annotation.
            if (share < 0.5 && s - thickness > 1)
                break;
            before = share;
        }
        var end = from + (thickness * normal) - annulus;
        // Beyond the mitral plane the wall was not left by its outside but by its end.
        return thickness < 1 || Point.Cross(chord, end) > -0.5 * Math.Max(mask.Spacing.X, mask.Spacing.Y) * chord.Norm ? double.NaN : thickness;
    }

    /// <summary>The share of cavity and wall among the four pixels around a place, bilinear; beyond the image the wall has no outside, so the edge pixel counts.</summary>
    private static double Muscle(Point at, byte[] labels, AnatomyMask mask)
    {
        var (x, y) = ((at.X / mask.Spacing.X) + (0.5 * mask.Width) - 0.5, (at.Z / mask.Spacing.Y) - 0.5);
        var (column, row) = ((int)Math.Floor(x), (int)Math.Floor(y));
        double Is(int c, int r) => (uint)c < (uint)mask.Width && (uint)r < (uint)mask.Height && labels[(r * mask.Width) + c] is (byte)AnatomyLabel.LeftVentricle or (byte)AnatomyLabel.Myocardium ? 1 : 0;
        var (fx, fy) = (x - column, y - row);
        return (((Is(column, row) * (1 - fx)) + (Is(column + 1, row) * fx)) * (1 - fy)) + (((Is(column, row + 1) * (1 - fx)) + (Is(column + 1, row + 1) * fx)) * fy);
    }

    private static double Smoothing(PixelSpacing spacing) => Math.Max(1.2 * Math.Max(spacing.X, spacing.Y), 1);
}
