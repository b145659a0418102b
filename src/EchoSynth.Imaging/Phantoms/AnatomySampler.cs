namespace EchoSynth.Imaging.Phantoms;

/// <summary>Draws hearts from a mixture of normal, dilated and hypertrophied ventricles.</summary>
internal static class AnatomySampler
{
    public static PhantomAnatomy Draw(ulong seed)
    {
        var random = new PhantomRandom(seed, 0xA7A7);
        var kind = random.NextDouble();
        var dilated = kind < 0.2;
        var thick = kind is >= 0.2 and < 0.35;

        var length = random.Normal(dilated ? 89 : 82, 6, 66, 102);
        var diameter = random.Normal(dilated ? 57 : thick ? 43 : 47, 4, 36, 64);
        var wall = random.Normal(thick ? 12 : 9, 1.1, 6, 15);
        var fraction = random.Normal(dilated ? 0.36 : 0.58, dilated ? 0.07 : 0.08, 0.22, 0.74);
        var apexDepth = random.Normal(22, 3, 13, 32);
        // The sonographer sets the depth so that the atrium fits: a long ventricle leaves less of it in view.
        var atrium = random.Normal(dilated ? 49 : 46, 5, 34, 60);
        var roof = apexDepth + wall + (length * (1 - (fraction * PhantomAnatomy.LongAxisShare))) + atrium;
        atrium = Math.Max(32, atrium - Math.Max(0, roof - 147));

        return new PhantomAnatomy
        {
            LvLengthMm = length,
            LvDiameterMm = diameter,
            TwoChamberRatio = random.Normal(0.98, 0.05, 0.85, 1.12),
            WallMm = wall,
            EjectionFraction = fraction,
            WidestAt = random.Uniform(0.53, 0.67),
            AnnulusRatio = Math.Clamp(random.Normal(0.72, 0.05, 0.6, 0.86), 26 / diameter, 40 / diameter),
            LaLengthMm = atrium,
            LaDiameterMm = random.Normal(dilated ? 43 : 40, 4, 30, 54),
            LaEmptyingFraction = random.Normal(dilated ? 0.35 : 0.5, 0.07, 0.2, 0.65),
            RvDiameterMm = random.Normal(33, 4, 23, 45),
            ApexDepthMm = apexDepth,
            ApexOffsetMm = random.Normal(3.5, 3.5, -5, 11),
            TiltDegrees = random.Normal(2, 5, -11, 12),
            Irregularity = random.Uniform(0.015, 0.045),
            ShapeSeed = random.NextUInt64(),
        };
    }
}
