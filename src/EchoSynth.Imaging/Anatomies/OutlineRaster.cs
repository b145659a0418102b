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
        Tidy(labels, frame.Width, Datasets.LabelMap.Structures);
        return new AnatomyMask(frame.Width, frame.Height, labels, frame.Spacing);
    }

    /// <summary>Labels the pixels whose middle lies in a closed polygon (even-odd rule).</summary>
    /// <param name="labels">Row-major.</param>
    /// <param name="frame">Where they lie.</param>
    /// <param name="polygon">Its corners.</param>
    /// <param name="label">What the pixels become.</param>
    public static void Fill(byte[] labels, ShapeFrame frame, Point[] polygon, AnatomyLabel label)
    {
        var crossings = new List<double>();
        for (var y = 0; y < frame.Height; y++)
        {
            var z = frame.Centre(0, y).Z;
            crossings.Clear();
            for (var i = 0; i < polygon.Length; i++)
            {
                var (a, b) = (polygon[i], polygon[(i + 1) % polygon.Length]);
                if (a.Z <= z != b.Z <= z)
                    crossings.Add(a.X + ((b.X - a.X) * (z - a.Z) / (b.Z - a.Z)));
            }
            crossings.Sort();
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
        var thickest = wall.Max();
        var (left, right) = (endocardium.Min(p => p.X) - thickest, endocardium.Max(p => p.X) + thickest);
        var (top, bottom) = (endocardium.Min(p => p.Z) - thickest, endocardium.Max(p => p.Z) + thickest);
        var base_ = endocardium[^1] - endocardium[0];
        for (var y = Math.Max(0, Row(top, frame)); y < Math.Min(frame.Height, Row(bottom, frame) + 1); y++)
        {
            for (var x = Math.Max(0, Column(left, frame)); x < Math.Min(frame.Width, Column(right, frame) + 1); x++)
            {
                var i = (y * frame.Width) + x;
                if (labels[i] != 0 && labels[i] != (byte)over && labels[i] != (byte)AnatomyLabel.Sector)
                    continue;
                var at = frame.Centre(x, y);
                var side = Point.Cross(base_, at - endocardium[0]);
                if (side < beyondMm * base_.Norm && Near(at, endocardium, wall, endsCount: side < 0))
                    labels[i] = (byte)AnatomyLabel.Myocardium;
            }
        }
    }

    private static bool Near(Point at, Point[] line, double[] wall, bool endsCount)
    {
        var (best, place) = (double.PositiveInfinity, 0.0);
        for (var i = 0; i < line.Length - 1; i++)
        {
            var (side, from) = (line[i + 1] - line[i], at - line[i]);
            var square = Point.Dot(side, side);
            var t = square > 0 ? Math.Clamp(Point.Dot(from, side) / square, 0, 1) : 0;
            var (dx, dz) = (from.X - (t * side.X), from.Z - (t * side.Z));
            if ((dx * dx) + (dz * dz) is var distance && distance < best)
                (best, place) = (distance, i + t);
        }
        var at_ = place * (wall.Length - 1) / (line.Length - 1);
        var k = Math.Min((int)at_, wall.Length - 2);
        var thickness = wall[k] + ((wall[k + 1] - wall[k]) * (at_ - k));
        return best <= thickness * thickness && (endsCount || (place > 0 && place < line.Length - 1));
    }

    /// <summary>Takes away the crumbs that pixels make of thin tips, and fills the gaps of a pixel or two between the structures.</summary>
    public static void Tidy(byte[] labels, int width, IReadOnlyList<AnatomyLabel> structures)
    {
        foreach (var label in structures)
        {
            var region = MaskCleaning.Of(labels, label);
            var (group, sizes) = PixelGroups.Find(region, width);
            if (sizes.Count <= 2)
                continue;
            var largest = sizes.ToList().IndexOf(sizes.Max());
            for (var i = 0; i < labels.Length; i++)
            {
                if (group[i] > 0 && group[i] != largest && sizes[group[i]] <= 3 + (Crumbs * sizes[largest]))
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
