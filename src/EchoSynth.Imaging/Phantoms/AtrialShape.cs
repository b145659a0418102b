namespace EchoSynth.Imaging.Phantoms;

/// <summary>The left atrium: as wide as the annulus at the mitral plane, widest in the middle, closed at the roof.</summary>
internal static class AtrialShape
{
    public static Contour Left(HeartGeometry geometry, PhantomAnatomy heart, double ratio, ref PhantomRandom random)
    {
        var modes = new SmoothModes(ref random);
        var bend = new SmoothModes(ref random);
        var lean = random.Normal(0, 0.06, -0.14, 0.14);
        var (top, length) = ((double)geometry.Annulus, geometry.State.LaLengthMm);
        var half = 0.5 * geometry.State.LaDiameterMm * (0.6 + (0.4 * ratio));
        var neck = Math.Min(0.92 * geometry.AnnulusHalf, half);
        var middle = geometry.AnnulusCentre;
        return new Contour(top, top + length, false, true,
            t =>
            {
                var s = (t - top) / length;
                var wide = 1 + (heart.Irregularity * modes.At(Math.Clamp(s, 0, 1)));
                return wide * wide * Squared(s, neck, half);
            },
            t =>
            {
                var s = Math.Clamp((t - top) / length, 0, 1);
                return middle + (lean * s * length) + (half * heart.Irregularity * bend.At(s) * s);
            },
            half);
    }

    private static double Squared(double s, double neck, double half)
    {
        const double widest = 0.5;
        if (s > widest)
        {
            var x = (s - widest) / (1 - widest);
            return half * half * (1 - (x * x));
        }
        var y = Math.Min(1.2, (widest - s) / widest);
        var width = half - ((half - neck) * y * y);
        return width * width;
    }
}
