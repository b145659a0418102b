using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Anatomies;

/// <summary>Draws landmarks as labels: the cavity's polygon, the wall as what is nearer to the endocardium than its thickness there, the atrium's polygon; in this order of precedence.</summary>
/// <remarks>So the wall encloses the cavity whatever the numbers are. It ends at the mitral plane.</remarks>
internal static class OutlineRaster
{
    private const int Parts = 3;

    /// <summary>A structure's pixels that hang on by a corner, up to this share of it (and three), are drawn over; more are left for the checks to find.</summary>
    private const double Crumbs = 0.005;

    public static AnatomyMask Draw(Outline outline, ShapeFrame frame)
    {
        var labels = new byte[frame.Width * frame.Height];
        var endocardium = Polyline.Refine(outline.Endocardium, Parts);
        Fill(labels, frame, Polyline.Refine(outline.Atrium, Parts), AnatomyLabel.LeftAtrium);
        Fill(labels, frame, endocardium, AnatomyLabel.LeftVentricle);
        Wall(labels, frame, endocardium, outline.Wall, over: AnatomyLabel.LeftAtrium);
        Tidy(labels, frame.Width, LabelMap.Structures);
        return new AnatomyMask(frame.Width, frame.Height, labels, frame.Spacing);
    }

    /// <summary>Labels the pixels whose middle lies in a closed polygon (even-odd rule).</summary>
    /// <param name="labels">Row-major.</param>
    /// <param name="frame">Where they lie.</param>
    /// <param name="polygon">Its corners.</param>
    /// <param name="label">What the pixels become.</param>
    public static void Fill(byte[] labels, ShapeFrame frame, Point[] polygon, AnatomyLabel label)
    {
        var (corners, crossings) = (Array.ConvertAll(polygon, p => (p.X, p.Z)), new List<double>());
        for (var y = 0; y < frame.Height; y++)
        {
            PolygonFill.Crossings(corners, frame.Centre(0, y).Z, crossings);
            for (var k = 0; k + 1 < crossings.Count; k += 2)
            {
                var first = Math.Max(0, Column(crossings[k], frame));
                var last = Math.Min(frame.Width, Column(crossings[k + 1], frame));
                for (var x = first; x < last; x++)
                    labels[(y * frame.Width) + x] = (byte)label;
            }
        }
    }

    /// <summary>Labels as wall what is no cavity and nearer to the endocardium than the wall is thick there, on the apex' side of the mitral plane.</summary>
    /// <param name="labels">Row-major; background and <paramref name="over"/> are drawn over.</param>
    /// <param name="frame">Where they lie.</param>
    /// <param name="endocardium">From annulus end to annulus end, clockwise.</param>
    /// <param name="wall">Thickness at equally many parts of it, mm.</param>
    /// <param name="over">A label that gives way; background where none does.</param>
    /// <param name="beyondMm">How far beyond the mitral plane the wall may go on beside a cavity that does, mm.</param>
    public static void Wall(byte[] labels, ShapeFrame frame, Point[] endocardium, double[] wall, AnatomyLabel over, double beyondMm = 0)
    {
        var (best, place) = Distances(frame, endocardium, wall.Max());
        var chord = endocardium[^1] - endocardium[0];
        for (var i = 0; i < labels.Length; i++)
        {
            if (!double.IsFinite(best[i]) || (labels[i] != 0 && labels[i] != (byte)over && labels[i] != (byte)AnatomyLabel.Sector))
                continue;
            var at = place[i] * (wall.Length - 1) / (endocardium.Length - 1);
            var k = Math.Min((int)at, wall.Length - 2);
            var thickness = wall[k] + ((wall[k + 1] - wall[k]) * (at - k));
            var side = Point.Cross(chord, frame.Centre(i % frame.Width, i / frame.Width) - endocardium[0]);
            var end = place[i] <= 0 || place[i] >= endocardium.Length - 1;
            if (best[i] <= thickness * thickness && side < (end ? 0 : beyondMm * chord.Norm))
                labels[i] = (byte)AnatomyLabel.Myocardium;
        }
    }

    /// <summary>Squared distance, mm², from each pixel to a line where it is at most <paramref name="reach"/>, and the place on the line: segment plus the share of it.</summary>
    private static (double[] Squared, double[] Place) Distances(ShapeFrame frame, Point[] line, double reach)
    {
        var (best, place) = (new double[frame.Width * frame.Height], new double[frame.Width * frame.Height]);
        Array.Fill(best, double.PositiveInfinity);
        for (var s = 0; s < line.Length - 1; s++)
        {
            var (a, b) = (line[s], line[s + 1]);
            var (side, square) = (b - a, Point.Dot(b - a, b - a));
            var (left, right) = (Math.Max(0, Column(Math.Min(a.X, b.X) - reach, frame)), Math.Min(frame.Width, Column(Math.Max(a.X, b.X) + reach, frame) + 1));
            var (top, bottom) = (Math.Max(0, Row(Math.Min(a.Z, b.Z) - reach, frame)), Math.Min(frame.Height, Row(Math.Max(a.Z, b.Z) + reach, frame) + 1));
            for (var y = top; y < bottom; y++)
            {
                for (var x = left; x < right; x++)
                {
                    var from = frame.Centre(x, y) - a;
                    var t = square > 0 ? Math.Clamp(Point.Dot(from, side) / square, 0, 1) : 0;
                    var (dx, dz) = (from.X - (t * side.X), from.Z - (t * side.Z));
                    var i = (y * frame.Width) + x;
                    if ((dx * dx) + (dz * dz) is var distance && distance < best[i])
                        (best[i], place[i]) = (distance, s + t);
                }
            }
        }
        return (best, place);
    }

    /// <summary>Takes away the crumbs that pixels make of thin tips, and fills the gaps of a pixel or two between the structures.</summary>
    public static void Tidy(byte[] labels, int width, IReadOnlyList<AnatomyLabel> structures)
    {
        foreach (var label in structures)
        {
            var region = MaskCleaning.Of(labels, label);
            var (group, sizes) = PixelGroups.Find(region, width);
            if (sizes.Count <= 1)
                continue;
            var largest = sizes.IndexOf(sizes.Max());
            for (var i = 0; i < labels.Length; i++)
            {
                if (group[i] >= 0 && group[i] != largest && sizes[group[i]] <= 3 + (Crumbs * sizes[largest]))
                    labels[i] = 0;
            }
        }
        var holes = PixelGroups.Holes([.. labels.Select(l => l is > 0 and < (byte)AnatomyLabel.Sector)], width).Count(h => h);
        if (holes > 0 && holes <= 3 + (Crumbs * labels.Count(l => l is > 0 and < (byte)AnatomyLabel.Sector)))
            MaskCleaning.FillGaps(labels, width);
    }

    private static int Column(double x, ShapeFrame frame) => (int)Math.Clamp(Math.Ceiling((x / frame.Spacing.X) + (0.5 * frame.Width) - 0.5), -1, frame.Width + 1);

    private static int Row(double z, ShapeFrame frame) => (int)Math.Clamp(Math.Ceiling(((z - frame.TopMm) / frame.Spacing.Y) - 0.5), -1, frame.Height + 1);
}
