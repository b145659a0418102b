namespace EchoSynth.Imaging.Phantoms;

/// <summary>The right heart of the four-chamber view, on the left of the image: seen, not labelled.</summary>
internal static class RightHeartShape
{
    /// <summary>A crescent that leans on the septum, its apex short of the left one.</summary>
    public static Contour Ventricle(HeartGeometry geometry, PhantomAnatomy heart, ref PhantomRandom random)
    {
        var annulus = geometry.Annulus;
        var top = annulus * random.Uniform(0.14, 0.28);
        // The tricuspid plane lies a few millimetres nearer the apex than the mitral one.
        var bottom = annulus - random.Uniform(3, 8);
        var width = heart.RvDiameterMm * (1 - (0.18 * geometry.State.Contraction));
        var modes = new SmoothModes(ref random);
        return new Contour(top, bottom, true, false,
            t => Math.CopySign(Math.Pow(Half(t), 2), t - top),
            t => Septum(geometry, t) - Math.Abs(Half(t)),
            0.4 * width);

        double Half(double t)
        {
            const double widest = 0.8;
            var q = (t - top) / (bottom - top);
            var x = (q - widest) / widest;
            var full = q < widest ? Math.Sqrt(Math.Abs(1 - (x * x))) : 1 - (0.25 * x * x);
            return 0.5 * width * full * (1 + (heart.Irregularity * modes.At(Math.Clamp(q, 0, 1))));
        }
    }

    /// <summary>An oval beside the left atrium, across the interatrial septum.</summary>
    public static Contour Atrium(HeartGeometry geometry, PhantomAnatomy heart, ref PhantomRandom random)
    {
        var top = geometry.Annulus - 2.0;
        var length = (geometry.Roof - geometry.Annulus) * random.Uniform(0.85, 1.08) + 2;
        var half = heart.RvDiameterMm * random.Uniform(0.52, 0.66);
        var left = geometry.Atrium;
        var neck = 0.75 * half;
        return new Contour(top, top + length, false, true,
            t =>
            {
                var s = (t - top) / length;
                if (s > 0.5)
                    return half * half * (1 - Math.Pow((s - 0.5) / 0.5, 2));
                var width = half - ((half - neck) * Math.Pow(Math.Min(1.2, (0.5 - s) / 0.5), 2));
                return width * width;
            },
            t => SeptumLine(geometry, left) - (0.5 * HeartGeometry.SeptumMm) - half,
            half);
    }

    /// <summary>v of the interatrial septum's middle, mm.</summary>
    public static double SeptumLine(HeartGeometry geometry, Contour left)
    {
        var middle = 0.5 * (geometry.Annulus + geometry.Roof);
        return left.Centre(middle) - left.HalfWidth(middle) - (0.5 * HeartGeometry.SeptumMm);
    }

    private static double Septum(HeartGeometry geometry, double t) => geometry.Epicardium.Centre(t) - geometry.Epicardium.HalfWidth(t);
}
