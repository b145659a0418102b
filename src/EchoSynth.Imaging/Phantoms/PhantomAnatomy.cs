namespace EchoSynth.Imaging.Phantoms;

/// <summary>The heart of one patient, in millimetres, degrees and fractions: what a phantom is drawn from.</summary>
/// <remarks>
/// Ranges cover normal and diseased hearts. Values called normal are those of the ASE/EACVI recommendations for chamber quantification
/// (Lang et al. 2015), those called typical are our reading of apical recordings. <see cref="Validate"/> names every value out of range.
/// </remarks>
public sealed record PhantomAnatomy
{
    /// <summary>Share of the ejection fraction that the long axis shortens: EF 60 % shortens it by 15 % (annular excursion about 13 mm).</summary>
    internal const double LongAxisShare = 0.25;

    /// <summary>LV long axis at end-diastole, mitral plane to endocardial apex, mm: 60…110; typically 70–100.</summary>
    public double LvLengthMm { get; init; } = 83;

    /// <summary>Largest LV cavity diameter at end-diastole in the four-chamber view, mm: 32…70; normal 38–58.</summary>
    public double LvDiameterMm { get; init; } = 48;

    /// <summary>Two-chamber over four-chamber diameter: 0.8…1.2; the biplane method exists because it is not 1.</summary>
    public double TwoChamberRatio { get; init; } = 1;

    /// <summary>Myocardial thickness at end-diastole, mm: 5…16; normal 6–10.</summary>
    public double WallMm { get; init; } = 9;

    /// <summary>LV ejection fraction (EDV − ESV)/EDV: 0.15…0.8; normal 0.52–0.74.</summary>
    public double EjectionFraction { get; init; } = 0.6;

    /// <summary>Where the cavity is widest, as a fraction of the long axis from the apex: 0.45…0.75. Small values make a blunt, spherical apex.</summary>
    public double WidestAt { get; init; } = 0.6;

    /// <summary>Mitral annulus over largest LV diameter: 0.55…0.95; annuli typically measure 28–38 mm.</summary>
    public double AnnulusRatio { get; init; } = 0.72;

    /// <summary>LA length at end-systole (its largest), mitral plane to roof, mm: 28…70; typically 40–55.</summary>
    public double LaLengthMm { get; init; } = 47;

    /// <summary>LA largest diameter at end-systole, mm: 26…65; typically 30–45.</summary>
    public double LaDiameterMm { get; init; } = 40;

    /// <summary>LA (maximum − minimum)/maximum volume: 0.1…0.75; typically 0.45–0.65, less in disease.</summary>
    public double LaEmptyingFraction { get; init; } = 0.5;

    /// <summary>Basal right-ventricular diameter at end-diastole, mm: 20…55; normal 25–41. Drawn unlabelled, in the four-chamber view only.</summary>
    public double RvDiameterMm { get; init; } = 33;

    /// <summary>Depth of the epicardial apex below the probe, mm: 6…35.</summary>
    public double ApexDepthMm { get; init; } = 20;

    /// <summary>Lateral position of the apex, mm, right of the image positive: −20…25.</summary>
    public double ApexOffsetMm { get; init; } = 3;

    /// <summary>Tilt of the long axis, degrees, base to the right positive: −20…20.</summary>
    public double TiltDegrees { get; init; } = 2;

    /// <summary>Standard deviation of the contours' smooth deviation from the ideal shape, as a fraction of the half-width: 0…0.08.</summary>
    public double Irregularity { get; init; } = 0.03;

    /// <summary>Seed of the smooth deviations and of the second view's tilt and position.</summary>
    public ulong ShapeSeed { get; init; }

    /// <summary>Draws a plausible adult heart: a mixture of normal, dilated and hypertrophied ventricles.</summary>
    /// <param name="seed">Seed; the same seed gives the same heart on every machine.</param>
    public static PhantomAnatomy Sample(ulong seed) => AnatomySampler.Draw(seed);

    /// <summary>The chambers at a moment between end-diastole and end-systole.</summary>
    /// <param name="contraction">0 end-diastole … 1 end-systole: the ejected share of the stroke volume.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public PhantomHeartState AtPhase(double contraction)
    {
        Validate();
        if (!(contraction >= 0 && contraction <= 1))
            throw new ArgumentOutOfRangeException(nameof(contraction), contraction, "Contraction must be 0 (end-diastole) … 1 (end-systole).");
        return PhantomHeartState.Of(this, contraction);
    }

    /// <summary>LV volumes by the biplane method of discs on the contours.</summary>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    public PhantomVolumes Volumes()
    {
        Validate();
        return new PhantomVolumes(HeartGeometry.BiplaneVolumeMl(this, 0), HeartGeometry.BiplaneVolumeMl(this, 1));
    }

    /// <summary>Checks every parameter against its range.</summary>
    /// <exception cref="ArgumentException">One or more are out of range; the message names each with its range.</exception>
    public void Validate() => new ParameterCheck("Phantom anatomy")
        .Range(nameof(LvLengthMm), LvLengthMm, 60, 110, " mm")
        .Range(nameof(LvDiameterMm), LvDiameterMm, 32, 70, " mm")
        .Range(nameof(TwoChamberRatio), TwoChamberRatio, 0.8, 1.2, "")
        .Range(nameof(WallMm), WallMm, 5, 16, " mm")
        .Range(nameof(EjectionFraction), EjectionFraction, 0.15, 0.8, "")
        .Range(nameof(WidestAt), WidestAt, 0.45, 0.75, "")
        .Range(nameof(AnnulusRatio), AnnulusRatio, 0.55, 0.95, "")
        .Range(nameof(LaLengthMm), LaLengthMm, 28, 70, " mm")
        .Range(nameof(LaDiameterMm), LaDiameterMm, 26, 65, " mm")
        .Range(nameof(LaEmptyingFraction), LaEmptyingFraction, 0.1, 0.75, "")
        .Range(nameof(RvDiameterMm), RvDiameterMm, 20, 55, " mm")
        .Range(nameof(ApexDepthMm), ApexDepthMm, 6, 35, " mm")
        .Range(nameof(ApexOffsetMm), ApexOffsetMm, -20, 25, " mm")
        .Range(nameof(TiltDegrees), TiltDegrees, -20, 20, "°")
        .Range(nameof(Irregularity), Irregularity, 0, 0.08, "")
        .ThrowIfAny("anatomy");
}
