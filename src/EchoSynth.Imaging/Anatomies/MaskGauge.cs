namespace EchoSynth.Imaging.Anatomies;

/// <summary>Takes the measures of <see cref="AnatomyMeasures"/> from pixels.</summary>
internal static class MaskGauge
{
    /// <summary>The share of the long axis, from the base, whose wall is not measured.</summary>
    public const double BasalShare = 0.3;

    private const int Subsamples = 3;
    private const double ApexMm = 2;

    public static AnatomyMeasures Measure(AnatomyMask mask)
    {
        var labels = MaskCleaning.MainGroups(mask);
        var measures = new AnatomyMeasures { SpacingKnown = mask.Spacing != PixelSpacing.Unit };
        var pixel = mask.Spacing.X * mask.Spacing.Y;
        var (ventricle, atrium) = (MaskCleaning.Of(labels, AnatomyLabel.LeftVentricle), MaskCleaning.Of(labels, AnatomyLabel.LeftAtrium));
        Point? annulus = null;
        if (ventricle.Contains(true))
        {
            var contour = RegionContour.Trace(ventricle, labels, mask.Width, mask.Spacing);
            var mitral = MitralBase.Find(contour);
            var middle = mitral is { } found ? Point.Between(found.Ends(contour).Left, found.Ends(contour).Right, 0.5) : DeepestEnd(ventricle, mask);
            var apex = Apex(contour, middle);
            var axis = (apex - middle).Unit;
            var (volume, diameter) = MethodOfDiscs(ventricle, mask, middle, axis);
            annulus = middle;
            measures = measures with
            {
                LvAreaMm2 = pixel * ventricle.Count(v => v),
                LvVolumeMl = volume,
                LvLengthMm = (apex - middle).Norm,
                LvDiameterMm = diameter,
            };
            if (Wall(contour, mitral, labels, mask, middle, axis, BasalShare * (apex - middle).Norm) is var (mean, least))
                measures = measures with { WallThicknessMm = mean, WallMinimumMm = least };
        }
        return atrium.Contains(true) ? Atrium(measures with { AtrialAreaMm2 = pixel * atrium.Count(a => a) }, atrium, mask, annulus) : measures;
    }

    /// <summary>The middle of pixel i, mm.</summary>
    public static Point Centre(AnatomyMask mask, int i) => new(((i % mask.Width) + 0.5 - (0.5 * mask.Width)) * mask.Spacing.X, ((i / mask.Width) + 0.5) * mask.Spacing.Y);

    /// <summary>Where the main axis of the cavity leaves it on its deeper side: the base of a mask that marks nothing else.</summary>
    private static Point DeepestEnd(bool[] ventricle, AnatomyMask mask)
    {
        var points = Pixels(ventricle).Select(i => Centre(mask, i)).ToArray();
        var middle = new Point(points.Average(p => p.X), points.Average(p => p.Z));
        var (xx, xz, zz) = (points.Average(p => (p.X - middle.X) * (p.X - middle.X)), points.Average(p => (p.X - middle.X) * (p.Z - middle.Z)), points.Average(p => (p.Z - middle.Z) * (p.Z - middle.Z)));
        var largest = (0.5 * (xx + zz)) + Math.Sqrt((0.25 * (xx - zz) * (xx - zz)) + (xz * xz));
        var axis = (xx > zz ? new Point(largest - zz, xz) : new Point(xz, largest - xx)).Unit;
        axis = axis.Z < 0 ? -1 * axis : axis;
        return middle + (points.Max(p => Point.Dot(p - middle, axis)) * axis);
    }

    /// <summary>The middle of the boundary that is farthest from the annulus, to within 2 mm: of a blunt apex the one farthest point would be left to the pixels' chance.</summary>
    private static Point Apex(RegionContour contour, Point annulus)
    {
        var from = contour.Points.Max(p => (p - annulus).Norm) - ApexMm;
        var (x, z, weight) = (0.0, 0.0, 0.0);
        foreach (var p in contour.Points.Where(p => (p - annulus).Norm > from))
        {
            var w = (p - annulus).Norm - from;
            (x, z, weight) = (x + (w * p.X), z + (w * p.Z), weight + w);
        }
        var direction = (new Point(x / weight, z / weight) - annulus).Unit;
        return annulus + ((from + ApexMm) * direction);
    }

    private static (double VolumeMl, double DiameterMm) MethodOfDiscs(bool[] ventricle, AnatomyMask mask, Point annulus, Point axis)
    {
        // A pixel is shared among the discs by 3 × 3 points of it.
        var along = new List<double>();
        foreach (var i in Pixels(ventricle))
        {
            var from = Centre(mask, i) - annulus;
            for (var k = 0; k < Subsamples * Subsamples; k++)
                along.Add(Point.Dot(from + new Point(Offset(k % Subsamples) * mask.Spacing.X, Offset(k / Subsamples) * mask.Spacing.Y), axis));
        }
        var (low, high) = (along.Min(), along.Max());
        var height = Math.Max((high - low) / AnatomyMeasures.Discs, 1e-9);
        var areas = new double[AnatomyMeasures.Discs];
        var share = mask.Spacing.X * mask.Spacing.Y / (Subsamples * Subsamples);
        foreach (var u in along)
            areas[Math.Min((int)((u - low) / height), areas.Length - 1)] += share;
        return (Math.PI / 4 * areas.Sum(a => a * a / height) / 1000, areas.Max() / height);
    }

    private static double Offset(int k) => ((k + 0.5) / Subsamples) - 0.5;

    private static (double Mean, double Least)? Wall(RegionContour contour, MitralBase? mitral, byte[] labels, AnatomyMask mask, Point annulus, Point axis, double from)
    {
        var outer = OuterBoundary(labels, mask);
        var (sum, weight, least) = (0.0, 0.0, double.PositiveInfinity);
        for (var i = 0; i < contour.Count && outer.Count > 0; i++)
        {
            if (contour.Beyond[i] != (int)AnatomyLabel.Myocardium || mitral?.Contains(i) == true || Point.Dot(contour.Points[i] - annulus, axis) < from)
                continue;
            var nearest = double.PositiveInfinity;
            foreach (var point in outer)
            {
                var (dx, dz) = (point.X - contour.Points[i].X, point.Z - contour.Points[i].Z);
                nearest = Math.Min(nearest, (dx * dx) + (dz * dz));
            }
            var thickness = Math.Sqrt(nearest);
            (sum, weight, least) = (sum + (thickness * contour.Lengths[i]), weight + contour.Lengths[i], Math.Min(least, thickness));
        }
        return weight > 0 ? (sum / weight, least) : null;
    }

    /// <summary>The sides of myocardial pixels beyond which no structure lies.</summary>
    private static List<Point> OuterBoundary(byte[] labels, AnatomyMask mask)
    {
        var points = new List<Point>();
        var (width, height, sector) = (mask.Width, mask.Height, mask.HasSector);
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] != (byte)AnatomyLabel.Myocardium)
                continue;
            var (x, y, centre) = (i % width, i / width, Centre(mask, i));
            foreach (var (dx, dy) in (ReadOnlySpan<(int, int)>)[(1, 0), (-1, 0), (0, 1), (0, -1)])
            {
                var (nx, ny) = (x + dx, y + dy);
                if ((uint)nx >= (uint)width || (uint)ny >= (uint)height ? !sector : IsOutside((ny * width) + nx))
                    points.Add(centre + new Point(0.5 * dx * mask.Spacing.X, 0.5 * dy * mask.Spacing.Y));
            }
        }
        return points;

        // Where the sector is marked, a wall that it cuts does not end there.
        bool IsOutside(int i) => labels[i] == 0 && (!sector || mask.Labels[i] != 0);
    }

    private static AnatomyMeasures Atrium(AnatomyMeasures measures, bool[] atrium, AnatomyMask mask, Point? annulus)
    {
        if (annulus is not { } middle)
            return measures;
        var points = Pixels(atrium).Select(i => Centre(mask, i)).ToArray();
        var axis = (new Point(points.Average(p => p.X), points.Average(p => p.Z)) - middle).Unit;
        var halfPixel = 0.5 * ((Math.Abs(axis.X) * mask.Spacing.X) + (Math.Abs(axis.Z) * mask.Spacing.Y));
        var length = points.Max(p => Point.Dot(p - middle, axis)) + halfPixel;
        var area = measures.AtrialAreaMm2!.Value;
        return length > 0 ? measures with { AtrialLengthMm = length, AtrialVolumeMl = 8 * area * area / (3 * Math.PI * length) / 1000 } : measures;
    }

    private static IEnumerable<int> Pixels(bool[] region) => Enumerable.Range(0, region.Length).Where(i => region[i]);
}
