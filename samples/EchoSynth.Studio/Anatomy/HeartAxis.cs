namespace EchoSynth.Studio.Anatomy;

/// <summary>Heart coordinates: t along the long axis from the epicardial apex to the middle of the annulus, v across it, mm.</summary>
internal readonly struct HeartAxis
{
    private readonly Mm _apex;
    private readonly Mm _along;

    public HeartAxis(Heart heart)
    {
        var annulus = heart.Annulus;
        _apex = heart.Epicardium.MaxBy(p => (p - annulus).Length);
        _along = (annulus - _apex).Unit;
        AnnulusAt = (annulus - _apex).Length;
        var axis = this;
        CavityTop = heart.Endocardium.Min(p => axis.To(p).T);
    }

    /// <summary>t of the annulus' middle.</summary>
    public double AnnulusAt { get; }

    /// <summary>t of the endocardial apex: the thickness of the wall there.</summary>
    public double CavityTop { get; }

    /// <summary>The cavity's length, mm.</summary>
    public double CavityLength => AnnulusAt - CavityTop;

    /// <summary>How far the axis leans to the right on its way down, degrees.</summary>
    public double TiltDegrees => Math.Atan2(_along.X, _along.Z) * 180 / Math.PI;

    public Mm Apex => _apex;

    public (double T, double V) To(Mm place)
    {
        var from = place - _apex;
        return (Mm.Dot(from, _along), Mm.Dot(from, _along.Across));
    }

    public Mm From(double t, double v) => _apex + (t * _along) + (v * _along.Across);

    /// <summary>Widths of a polygon at the middles of equally thick slices across the axis, with the thickness of one, mm.</summary>
    public (double[] Widths, double Step, double Top) Slices(IReadOnlyList<Mm> polygon, int count)
    {
        var places = new (double T, double V)[polygon.Count];
        for (var i = 0; i < places.Length; i++)
            places[i] = To(polygon[i]);
        var (top, bottom) = (places.Min(p => p.T), places.Max(p => p.T));
        var (widths, step, crossings) = (new double[count], (bottom - top) / count, new List<double>());
        for (var k = 0; k < count; k++)
        {
            var t = top + ((k + 0.5) * step);
            crossings.Clear();
            for (var i = 0; i < places.Length; i++)
            {
                var (a, b) = (places[i], places[(i + 1) % places.Length]);
                if (a.T <= t != b.T <= t)
                    crossings.Add(a.V + ((t - a.T) * (b.V - a.V) / (b.T - a.T)));
            }
            crossings.Sort();
            for (var i = 0; i + 1 < crossings.Count; i += 2)
                widths[k] += crossings[i + 1] - crossings[i];
        }
        return (widths, step, top);
    }

    /// <summary>π/4 Σ d²·Δt over the slices: the single-plane method of discs, mm³.</summary>
    public double Volume(IReadOnlyList<Mm> polygon)
    {
        var (widths, step, _) = Slices(polygon, 60);
        return Math.PI / 4 * widths.Sum(w => w * w) * step;
    }
}
