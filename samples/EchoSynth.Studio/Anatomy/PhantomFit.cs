using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Studio.Anatomy;

/// <summary>The phantom heart that is nearest to contours: what the simulator draws as a source, since it knows no contours of any shape.</summary>
internal static class PhantomFit
{
    /// <param name="heart">The contours at end-diastole.</param>
    /// <param name="ejectionFraction">EF, a fraction.</param>
    /// <param name="atrialEmptying">The atrium's emptying, a fraction.</param>
    /// <param name="start">The heart that the contours began as: gives what they do not tell, such as the right heart.</param>
    public static PhantomAnatomy Of(Heart heart, double ejectionFraction, double atrialEmptying, PhantomAnatomy start)
    {
        var axis = new HeartAxis(heart);
        var (widths, step, _) = axis.Slices(heart.Endocardium, 60);
        var diameter = widths.Max();
        var outer = axis.Slices(heart.Outer, 60).Widths.Max();
        var atrium = heart.AtrialLine.Max(p => axis.To(p).T) - axis.AnnulusAt;
        var atrialWidth = axis.Slices(heart.AtrialLine, 60).Widths.Max();
        var fitted = start with
        {
            LvLengthMm = Math.Clamp(axis.CavityLength, 60, 110),
            LvDiameterMm = Math.Clamp(diameter, 32, 70),
            WallMm = Math.Clamp((outer - diameter) / 2, 5, 16),
            EjectionFraction = Math.Clamp(ejectionFraction, 0.15, 0.8),
            WidestAt = Math.Clamp((Array.IndexOf(widths, diameter) + 0.5) * step / axis.CavityLength, 0.45, 0.75),
            AnnulusRatio = Math.Clamp((heart.Cavity[^1] - heart.Cavity[0]).Length / diameter, 0.55, 0.95),
            LaEmptyingFraction = Math.Clamp(atrialEmptying, 0.1, 0.75),
            ApexDepthMm = Math.Clamp(axis.Apex.Z, 6, 35),
            ApexOffsetMm = Math.Clamp(axis.Apex.X, -20, 25),
            TiltDegrees = Math.Clamp(axis.TiltDegrees, -20, 20),
            Irregularity = 0,
        };
        // The simulator wants the atrium at end-systole, when the annulus has moved up and the roof has stayed.
        var longest = atrium + fitted.AtPhase(0).AnnulusDepthMm - fitted.AtPhase(1).AnnulusDepthMm;
        var filled = Math.Min(1.05, Math.Sqrt((1 - fitted.LaEmptyingFraction) * longest / Math.Max(1, atrium)));
        return fitted with { LaLengthMm = Math.Clamp(longest, 28, 70), LaDiameterMm = Math.Clamp(atrialWidth / filled, 26, 65) };
    }
}
