namespace EchoSynth.Imaging.Phantoms;

/// <summary>The thin bright structures of the base: mitral and tricuspid leaflets and the fibrous annulus.</summary>
internal sealed class ValveSet
{
    private const float LeafletMm = 2.2f;
    private readonly List<Leaflet> _leaflets = [];
    private readonly List<(float T, float V, float Gain, float Radius)> _annuli = [];

    public ValveSet(HeartGeometry heart, FrameAppearance appearance)
    {
        var (annulus, half, centre) = (heart.Annulus, heart.AnnulusHalf, heart.AnnulusCentre);
        var open = (float)heart.State.MitralOpening * appearance.ValveOpening;
        var jitter = appearance.ValveJitter;
        var gain = Tissue.Valve * appearance.ValveGain;
        // The longer anterior leaflet hangs from the septal side in the four-chamber view; closed, both meet below the cavity's middle.
        var meet = (T: annulus - 5 + jitter, V: centre + (0.22f * half) + jitter);
        var anterior = (T: annulus - (1.25f * half) + jitter, V: centre - (0.55f * half) + jitter);
        var posterior = (T: annulus - (0.7f * half), V: centre + (0.8f * half) + jitter);
        Add(new(annulus, centre - half), Between(meet, anterior, open), gain, 2.5f);
        Add(new(annulus, centre + half), Between(meet, posterior, open), 0.85f * gain, -2);

        _annuli.Add((annulus, centre - half - 2.5f, Tissue.Annulus * (0.6f + (0.4f * appearance.SeptalGain)), 4.2f));
        _annuli.Add((annulus, centre + half + 2.5f, 0.8f * Tissue.Annulus * (0.4f + (0.6f * appearance.LateralGain)), 3.8f));
        if (heart.RightVentricle is not { } ventricle)
            return;
        var hinge = ventricle.Bottom;
        var (middle, reach) = ((float)ventricle.Centre(hinge), (float)ventricle.HalfWidth(hinge));
        var tricuspid = (T: hinge - 4 + jitter, V: middle - (0.15f * reach));
        var septal = (T: hinge - (0.8f * reach), V: middle + (0.6f * reach));
        var free = (T: hinge - (0.9f * reach), V: middle - (0.65f * reach));
        Add(new(hinge, middle + reach), Between(tricuspid, septal, open), 0.5f * gain, 1.5f);
        Add(new(hinge, middle - reach), Between(tricuspid, free, open), 0.5f * gain, 1.5f);
        _annuli.Add((hinge, middle - reach - 2, 0.5f * Tissue.Annulus, 3.4f));
    }

    public float At(float t, float v)
    {
        var a = 0f;
        foreach (var (at, av, gain, radius) in _annuli)
        {
            var squared = ((t - at) * (t - at)) + ((v - av) * (v - av));
            if (squared < 2 * radius * radius)
                a = MathF.Max(a, gain * Tissue.Bump(MathF.Sqrt(squared) / (1.4f * radius)));
        }
        foreach (var leaflet in _leaflets)
            a = MathF.Max(a, leaflet.At(t, v));
        return a;
    }

    private static (float T, float V) Between((float T, float V) closed, (float T, float V) open, float fraction) =>
        (closed.T + ((open.T - closed.T) * fraction), closed.V + ((open.V - closed.V) * fraction));

    private void Add((float T, float V) hinge, (float T, float V) tip, float gain, float bow) => _leaflets.Add(new Leaflet(hinge, tip, gain, bow));

    /// <summary>A line from hinge to tip, bowed sideways by up to <c>bow</c> mm.</summary>
    private readonly struct Leaflet
    {
        private readonly (float T, float V) _hinge;
        private readonly float _dt;
        private readonly float _dv;
        private readonly float _length;
        private readonly float _gain;
        private readonly float _bow;

        public Leaflet((float T, float V) hinge, (float T, float V) tip, float gain, float bow)
        {
            (_hinge, _gain, _bow) = (hinge, gain, bow);
            _length = MathF.Sqrt(((tip.T - hinge.T) * (tip.T - hinge.T)) + ((tip.V - hinge.V) * (tip.V - hinge.V)));
            (_dt, _dv) = ((tip.T - hinge.T) / _length, (tip.V - hinge.V) / _length);
        }

        public float At(float t, float v)
        {
            var along = ((t - _hinge.T) * _dt) + ((v - _hinge.V) * _dv);
            if (along < -1 || along > _length + 1)
                return 0;
            var s = along / _length;
            var across = ((v - _hinge.V) * _dt) - ((t - _hinge.T) * _dv) - (4 * _bow * s * (1 - s));
            return _gain * Tissue.Bump(across / LeafletMm);
        }
    }
}
