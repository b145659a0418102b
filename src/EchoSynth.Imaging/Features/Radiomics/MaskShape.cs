namespace EchoSynth.Imaging.Features.Radiomics;

/// <summary>The shape of the mask, in pixels and shares of the sector. A structure that is not there has 0 everywhere, and its flag says so.</summary>
internal static class MaskShape
{
    public static void Add(FeatureList list, AnatomyMask mask, bool[] sector)
    {
        var area = sector.Count(inside => inside);
        foreach (var (name, label) in RadiomicExtractor.Structures)
        {
            var count = mask.Count(label);
            list.Add($"{name}.present", count > 0 ? 1 : 0);
            list.Add($"{name}.area", area > 0 ? (double)count / area : 0);
        }
        var (ratio, x, y, along, across) = Ventricle(mask, sector);
        list.Add("lv.elongation", ratio);
        list.Add("lv.centre-x", x);
        list.Add("lv.centre-y", y);
        list.Add("lv.axis-cos", along);
        list.Add("lv.axis-sin", across);
    }

    private static (double Ratio, double X, double Y, double Cos, double Sin) Ventricle(AnatomyMask mask, bool[] sector)
    {
        var (n, sumX, sumY) = (0, 0.0, 0.0);
        var (left, right, top, bottom) = (mask.Width, 0, mask.Height, 0);
        for (var i = 0; i < sector.Length; i++)
        {
            var (x, y) = (i % mask.Width, i / mask.Width);
            if (sector[i])
                (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x + 1), Math.Min(top, y), Math.Max(bottom, y + 1));
            if (mask.Labels[i] == (byte)AnatomyLabel.LeftVentricle)
                (n, sumX, sumY) = (n + 1, sumX + x + 0.5, sumY + y + 0.5);
        }
        if (n == 0)
            return default;
        var (centreX, centreY, xx, yy, xy) = (sumX / n, sumY / n, 0.0, 0.0, 0.0);
        for (var i = 0; i < sector.Length; i++)
        {
            if (mask.Labels[i] != (byte)AnatomyLabel.LeftVentricle)
                continue;
            var (dx, dy) = (i % mask.Width + 0.5 - centreX, i / mask.Width + 0.5 - centreY);
            (xx, yy, xy) = (xx + dx * dx, yy + dy * dy, xy + dx * dy);
        }
        // A pixel is a square, not a point: 1/12 to each variance, so that a single row of pixels has a width.
        (xx, yy, xy) = (xx / n + 1.0 / 12, yy / n + 1.0 / 12, xy / n);
        var (middle, spread) = ((xx + yy) / 2, Math.Sqrt((xx - yy) * (xx - yy) / 4 + xy * xy));
        return (Math.Sqrt((middle + spread) / (middle - spread)), (centreX - left) / (right - left), (centreY - top) / (bottom - top), (xx - yy) / (xx + yy), 2 * xy / (xx + yy));
    }
}
