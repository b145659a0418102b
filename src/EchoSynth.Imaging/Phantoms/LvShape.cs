namespace EchoSynth.Imaging.Phantoms;

/// <summary>The ventricle's profile: half an ellipse down to the widest place, then a taper to the annulus, with smooth deviations.</summary>
/// <remarks>It depends on the fraction of the long axis alone, so contraction scales it and the ejection fraction comes out exactly.</remarks>
internal readonly struct LvShape
{
    private readonly double _widest;
    private readonly double _taper;
    private readonly double _irregularity;
    private readonly SmoothModes _width;
    private readonly SmoothModes _bend;

    public LvShape(PhantomAnatomy heart, ref PhantomRandom random)
    {
        (_widest, _taper, _irregularity) = (heart.WidestAt, 1 - heart.AnnulusRatio, heart.Irregularity);
        _width = new SmoothModes(ref random);
        _bend = new SmoothModes(ref random);
    }

    /// <summary>Squared half-width at fraction u of the axis (0 apex, 1 base), mm²; negative above the apex.</summary>
    public double Squared(double u, double half)
    {
        var scale = half * (1 + (_irregularity * _width.At(Math.Clamp(u, 0, 1.1))));
        return scale * scale * Ideal(u);
    }

    /// <summary>Sideways shift of the centre line in half-widths; none at the apex.</summary>
    public double Bend(double u)
    {
        var inside = Math.Clamp(u, 0, 1.1);
        return 1.5 * _irregularity * _bend.At(inside) * Math.Min(1, 2 * inside);
    }

    private double Ideal(double u)
    {
        var x = (u - _widest) / _widest;
        if (x < 0)
            return 1 - (x * x);
        var y = Math.Min(1.3, (u - _widest) / (1 - _widest));
        var width = 1 - (_taper * y * y);
        return width * width;
    }
}
