namespace EchoSynth.Imaging.Tests.Anatomies;

/// <summary>
/// LV volume another way than the library's: by Pappus' theorem, each pixel turned about the long axis, V = π Σ |v| dA, where the axis is the line through the cavity's centroid along its
/// principal axis. No annulus, no apex, no discs; of a figure symmetrical about its axis it is the volume that the method of discs approaches.
/// </summary>
internal static class IndependentVolume
{
    public static double Ml(AnatomyMask mask)
    {
        var pixels = Enumerable.Range(0, mask.Labels.Length).Where(i => mask.Labels[i] == (byte)AnatomyLabel.LeftVentricle)
            .Select(i => (X: i % mask.Width * mask.Spacing.X, Y: i / mask.Width * mask.Spacing.Y)).ToArray();
        var (cx, cy) = (pixels.Average(p => p.X), pixels.Average(p => p.Y));
        var (xx, xy, yy) = (pixels.Sum(p => (p.X - cx) * (p.X - cx)), pixels.Sum(p => (p.X - cx) * (p.Y - cy)), pixels.Sum(p => (p.Y - cy) * (p.Y - cy)));
        var angle = 0.5 * Math.Atan2(2 * xy, xx - yy);
        var (nx, ny) = (-Math.Sin(angle), Math.Cos(angle));
        return Math.PI * pixels.Sum(p => Math.Abs(((p.X - cx) * nx) + ((p.Y - cy) * ny))) * mask.Spacing.X * mask.Spacing.Y / 1000;
    }

    public static double EjectionFraction(AnatomyMask before, AnatomyMask after) => 100 * (1 - (Ml(after) / Ml(before)));
}
