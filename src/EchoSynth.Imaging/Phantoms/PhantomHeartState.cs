namespace EchoSynth.Imaging.Phantoms;

/// <summary>The chambers at one moment between end-diastole and end-systole.</summary>
/// <param name="Contraction">0 end-diastole … 1 end-systole.</param>
/// <param name="LvLengthMm">LV long axis, mm.</param>
/// <param name="LvDiameterMm">Largest LV diameter in the four-chamber view, mm.</param>
/// <param name="WallMm">Myocardial thickness, mm.</param>
/// <param name="AnnulusDepthMm">Mitral plane below the epicardial apex along the long axis, mm; shrinks in systole.</param>
/// <param name="LaLengthMm">LA length, mm; the roof stays while the annulus moves.</param>
/// <param name="LaDiameterMm">LA diameter, mm.</param>
/// <param name="MitralOpening">0 closed … 1 wide open.</param>
public sealed record PhantomHeartState(
    double Contraction,
    double LvLengthMm,
    double LvDiameterMm,
    double WallMm,
    double AnnulusDepthMm,
    double LaLengthMm,
    double LaDiameterMm,
    double MitralOpening)
{
    internal static PhantomHeartState Of(PhantomAnatomy heart, double contraction)
    {
        var ejected = heart.EjectionFraction * contraction;
        var length = Shortened(heart, contraction);
        var diameter = heart.LvDiameterMm * Math.Sqrt((1 - ejected) * heart.LvLengthMm / length);
        var wall = ThickenedWall(heart, length, diameter);
        var annulus = wall + length;

        // The atrial roof stays where it is at end-systole.
        var systolicLength = Shortened(heart, 1);
        var systolicWall = ThickenedWall(heart, systolicLength, heart.LvDiameterMm * Math.Sqrt((1 - heart.EjectionFraction) * heart.LvLengthMm / systolicLength));
        var roof = systolicWall + systolicLength + heart.LaLengthMm;
        var atrium = Math.Max(0.45 * heart.LaLengthMm, roof - annulus);
        var filled = 1 - (heart.LaEmptyingFraction * (1 - contraction));
        var atrialDiameter = heart.LaDiameterMm * Math.Min(1.05, Math.Sqrt(filled * heart.LaLengthMm / atrium));

        var closing = Math.Clamp(contraction / 0.2, 0, 1);
        var opening = 1 - (closing * closing * (3 - (2 * closing)));
        return new PhantomHeartState(contraction, length, diameter, wall, annulus, atrium, atrialDiameter, opening);
    }

    private static double Shortened(PhantomAnatomy heart, double contraction) =>
        heart.LvLengthMm * (1 - (PhantomAnatomy.LongAxisShare * heart.EjectionFraction * contraction));

    /// <summary>Thickness that keeps the muscle volume ∝ (D + 2w)²(L + w) − D²L of end-diastole; bisection, since the left side grows with w.</summary>
    private static double ThickenedWall(PhantomAnatomy heart, double length, double diameter)
    {
        var muscle = Shell(heart.LvLengthMm, heart.LvDiameterMm, heart.WallMm);
        var (low, high) = (0.5 * heart.WallMm, 4 * heart.WallMm);
        for (var i = 0; i < 50; i++)
        {
            var middle = 0.5 * (low + high);
            (low, high) = Shell(length, diameter, middle) < muscle ? (middle, high) : (low, middle);
        }
        return 0.5 * (low + high);
    }

    private static double Shell(double length, double diameter, double wall) =>
        ((diameter + (2 * wall)) * (diameter + (2 * wall)) * (length + wall)) - (diameter * diameter * length);
}
