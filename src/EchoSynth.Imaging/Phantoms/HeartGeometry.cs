using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>The outlines of one heart in one view at one moment, in heart coordinates: t along the long axis from the epicardial apex, v across it (mm).</summary>
internal sealed class HeartGeometry
{
    /// <summary>Gap between the atria: the interatrial septum, mm.</summary>
    public const float SeptumMm = 4;

    private readonly float _cosine;
    private readonly float _sine;
    private readonly float _apexX;
    private readonly float _apexZ;

    public HeartGeometry(PhantomAnatomy heart, EchoView view, double contraction)
    {
        if (view is not (EchoView.TwoChamber or EchoView.FourChamber))
            throw new ArgumentOutOfRangeException(nameof(view), view, "A phantom shows the two-chamber or the four-chamber view.");
        State = heart.AtPhase(contraction);
        FourChamber = view == EchoView.FourChamber;
        var random = new PhantomRandom(heart.ShapeSeed, FourChamber ? 4UL : 2UL);
        var tilt = heart.TiltDegrees;
        var offset = heart.ApexOffsetMm;
        if (!FourChamber)
            (tilt, offset) = (random.Normal(0.4 * tilt, 4, -14, 14), random.Normal(0.2 * offset, 4, -12, 12));
        (_sine, _cosine) = ((float)Math.Sin(tilt * Math.PI / 180), (float)Math.Cos(tilt * Math.PI / 180));
        (_apexX, _apexZ) = ((float)offset, (float)heart.ApexDepthMm);

        var modes = new LvShape(heart, ref random);
        var ratio = FourChamber ? 1 : heart.TwoChamberRatio;
        var half = 0.5 * State.LvDiameterMm * ratio;
        Annulus = (float)State.AnnulusDepthMm;
        Cavity = new Contour(State.WallMm, Annulus, true, false,
            t => modes.Squared((t - State.WallMm) / State.LvLengthMm, half),
            t => half * modes.Bend((t - State.WallMm) / State.LvLengthMm), half);
        Epicardium = new Contour(0, Annulus, true, false,
            t => modes.Squared(t / Annulus, half + State.WallMm),
            t => half * modes.Bend((t - State.WallMm) / State.LvLengthMm), half);
        AnnulusHalf = (float)Cavity.HalfWidth(Annulus);
        AnnulusCentre = (float)Cavity.Centre(Annulus);

        Atrium = AtrialShape.Left(this, heart, ratio, ref random);
        Roof = Atrium.Bottom;
        if (FourChamber)
        {
            RightVentricle = RightHeartShape.Ventricle(this, heart, ref random);
            RightAtrium = RightHeartShape.Atrium(this, heart, ref random);
        }
    }

    public PhantomHeartState State { get; }

    public bool FourChamber { get; }

    /// <summary>t of the mitral plane, mm.</summary>
    public float Annulus { get; }

    /// <summary>Half the mitral annulus, mm.</summary>
    public float AnnulusHalf { get; }

    /// <summary>v of the annulus' middle, mm.</summary>
    public float AnnulusCentre { get; }

    /// <summary>t of the atrial roof, mm.</summary>
    public float Roof { get; }

    public Contour Cavity { get; }

    public Contour Epicardium { get; }

    public Contour Atrium { get; }

    public Contour? RightVentricle { get; }

    public Contour? RightAtrium { get; }

    /// <summary>From the probe's frame (x right, z deep, mm) to the heart's (t, v).</summary>
    public (float T, float V) ToHeart(float x, float z)
    {
        var dx = x - _apexX;
        var dz = z - _apexZ;
        return ((dx * _sine) + (dz * _cosine), (dx * _cosine) - (dz * _sine));
    }

    /// <summary>The label at (x, z), mm.</summary>
    public AnatomyLabel Label(float x, float z)
    {
        var (t, v) = ToHeart(x, z);
        if (Epicardium.Inside(t, v) > 0)
            return Cavity.Inside(t, v) > 0 ? AnatomyLabel.LeftVentricle : AnatomyLabel.Myocardium;
        return Atrium.Inside(t, v) > 0 ? AnatomyLabel.LeftAtrium : AnatomyLabel.Background;
    }

    /// <summary>π/4 Σ d₄ d₂ Δt over both views' diameters, mL.</summary>
    public static double BiplaneVolumeMl(PhantomAnatomy heart, double contraction)
    {
        const int discs = 200;
        var four = new HeartGeometry(heart, EchoView.FourChamber, contraction);
        var two = new HeartGeometry(heart, EchoView.TwoChamber, contraction);
        var height = four.State.LvLengthMm / discs;
        var sum = 0.0;
        for (var i = 0; i < discs; i++)
        {
            var t = four.State.WallMm + ((i + 0.5) * height);
            sum += four.Cavity.HalfWidth(t) * two.Cavity.HalfWidth(t);
        }
        return Math.PI * sum * height / 1000;
    }
}
