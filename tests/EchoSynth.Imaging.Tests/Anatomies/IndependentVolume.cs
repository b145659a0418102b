namespace EchoSynth.Imaging.Tests.Anatomies;

/// <summary>
/// Single-plane LV volume by code of its own: the axis from the mean of the cavity's pixels that touch the atrium to the pixel farthest from it, and at 60 places along it the chord at right
/// angles, walked in steps of 0.1 mm from pixel to pixel; V = π/4 Σ chord² Δ.
/// </summary>
internal static class IndependentVolume
{
    private const int Chords = 60;
    private const double Step = 0.1;

    public static double Ml(AnatomyMask mask)
    {
        bool Is(int x, int y, AnatomyLabel label) => x >= 0 && y >= 0 && x < mask.Width && y < mask.Height && mask[x, y] == label;
        var (cavity, basal) = (new List<(double X, double Y)>(), new List<(double X, double Y)>());
        for (var y = 0; y < mask.Height; y++)
        {
            for (var x = 0; x < mask.Width; x++)
            {
                if (!Is(x, y, AnatomyLabel.LeftVentricle))
                    continue;
                cavity.Add((x * mask.Spacing.X, y * mask.Spacing.Y));
                if (Is(x, y + 1, AnatomyLabel.LeftAtrium) || Is(x + 1, y, AnatomyLabel.LeftAtrium) || Is(x - 1, y, AnatomyLabel.LeftAtrium))
                    basal.Add(cavity[^1]);
            }
        }
        var (bx, by) = (basal.Average(p => p.X), basal.Average(p => p.Y));
        var (ax, ay) = cavity.MaxBy(p => ((p.X - bx) * (p.X - bx)) + ((p.Y - by) * (p.Y - by)));
        var length = Math.Sqrt(((ax - bx) * (ax - bx)) + ((ay - by) * (ay - by)));
        var (ux, uy) = ((ax - bx) / length, (ay - by) / length);
        var (from, to) = (-0.15 * length, 1.05 * length);
        var sum = 0.0;
        for (var k = 0; k < Chords; k++)
        {
            var u = from + ((k + 0.5) * (to - from) / Chords);
            var inside = 0;
            for (var v = -70.0; v < 70; v += Step)
                inside += Is((int)Math.Round((bx + (u * ux) - (v * uy)) / mask.Spacing.X), (int)Math.Round((by + (u * uy) + (v * ux)) / mask.Spacing.Y), AnatomyLabel.LeftVentricle) ? 1 : 0;
            sum += inside * Step * inside * Step * (to - from) / Chords;
        }
        return Math.PI / 4 * sum / 1000;
    }

    public static double EjectionFraction(AnatomyMask before, AnatomyMask after) => 100 * (1 - (Ml(after) / Ml(before)));
}
