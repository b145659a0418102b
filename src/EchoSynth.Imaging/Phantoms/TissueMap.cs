namespace EchoSynth.Imaging.Phantoms;

/// <summary>The backscatter amplitude at every sample of beam space: anatomy, valves, and what lies around the heart.</summary>
internal sealed class TissueMap(HeartGeometry heart, FrameAppearance appearance, BeamGrid grid)
{
    private const float ShellMm = 5;

    /// <summary>How far a chamber's blood reaches through its valve plane, mm.</summary>
    private const float ValveMm = 4;

    private readonly ValveSet _valves = new(heart, appearance);
    private readonly float _clutter = (float)grid.Scanner.NearFieldClutter;
    private readonly float _lvHalf = 0.5f * (float)heart.State.LvDiameterMm;
    private readonly float _top = (float)heart.State.WallMm;
    private readonly float _length = (float)heart.State.LvLengthMm;
    private readonly float _septum = heart.FourChamber ? (float)RightHeartShape.SeptumLine(heart, heart.Atrium) : 0;
    private readonly float _baseCentre = heart.AnnulusCentre - (heart.FourChamber ? 16 : 0);

    public void Fill(Span<float> amplitude)
    {
        for (var d = 0; d < BeamGrid.Depths; d++)
        {
            var r = grid.DepthMm[d];
            var surround = Tissue.Surround * appearance.SurroundGain * MathF.Exp(-0.0085f * MathF.Max(r - 25, 0));
            var near = NearField(r);
            var haze = 0.05f * _clutter * appearance.Haze * MathF.Exp(-r / 28);
            var row = amplitude.Slice(d * BeamGrid.Beams, BeamGrid.Beams);
            for (var b = 0; b < row.Length; b++)
            {
                var (t, v) = heart.ToHeart(r * grid.Sines[b], r * grid.Cosines[b]);
                row[b] = Heart(t, v, surround) + near + haze;
            }
        }
    }

    private float Heart(float t, float v, float surround)
    {
        var a = surround;
        if (t < -ShellMm || t > heart.Roof + 60)
            return a;
        if (heart.RightVentricle is { } ventricle && v < 0)
            a = RightHeart(ventricle, t, v, a);
        a = Posterior(t, v, a);

        var atrium = heart.Atrium.Inside(t, v, ValveMm);
        if (atrium > -ShellMm)
        {
            // The wall across the beam at the roof returns more than the sides.
            var depth = Math.Clamp((t - heart.Annulus) / (heart.Roof - heart.Annulus), 0, 1);
            var wall = Tissue.AtrialWall * (0.45f + (0.9f * depth * depth)) * (v > heart.AnnulusCentre ? appearance.LateralGain + 0.2f : 1);
            a = MathF.Max(a, wall * Tissue.Bump((atrium + 1.5f) / 3));
            a = Tissue.Blend(a, Tissue.Blood, atrium);
        }
        if (heart.FourChamber && t > heart.Annulus && t < heart.Roof)
            a = MathF.Max(a, AtrialSeptum(t, v));

        var outer = heart.Epicardium.Inside(t, v);
        if (outer > -ShellMm && t < heart.Annulus + 4)
            a = Ventricle(t, v, outer, a);
        return t > heart.Annulus - 45 && t < heart.Annulus + 10 ? MathF.Max(a, _valves.At(t, v)) : a;
    }

    private float Ventricle(float t, float v, float outer, float a)
    {
        var along = (t - _top) / _length;
        var lateral = v > 0;
        if (lateral || !heart.FourChamber)
        {
            var rim = heart.Epicardium.Inside(t, v, 2 * ShellMm);
            a = MathF.Max(a, Tissue.Pericardium * appearance.LateralGain * Tissue.Bump((rim + 2f) / 2.6f) * Math.Clamp(0.35f + along, 0, 1));
        }
        var gain = lateral ? appearance.LateralGain : appearance.SeptalGain * (0.8f + (0.35f * Tissue.Bump((along - 0.5f) / 0.5f)));
        if (lateral)
            gain *= 1 - (appearance.GapDepth * Tissue.Bump((along - appearance.GapAt) / 0.3f));
        // Near the apex the fibres lie across the beam whatever the side.
        gain += (1 - gain) * Tissue.Bump(Math.Clamp(along, 0, 1) / 0.35f) * 0.8f;
        a = Tissue.Blend(a, Tissue.Myocardium * gain * MathF.Exp(-0.2f * Math.Clamp(along, 0, 1)), outer);

        var inner = heart.Cavity.Inside(t, v, ValveMm);
        if (inner <= -1)
            return a;
        var cavity = Tissue.Blood + (0.05f * MathF.Max(0, 1 - (along / 0.22f)));
        var papillary = Tissue.Bump((along - appearance.PapillaryAt) / 0.11f) * Tissue.Bump((v - (0.62f * _lvHalf)) / 4.5f);
        cavity += appearance.PapillaryGain * papillary;
        return Tissue.Blend(a, cavity, inner);
    }

    private float RightHeart(Contour ventricle, float t, float v, float a)
    {
        var inside = ventricle.Inside(t, v, ValveMm);
        if (inside > -ShellMm)
        {
            if (t < ventricle.Bottom)
                a = MathF.Max(a, Tissue.RightWall * Tissue.Bump((inside + 2) / 3.5f));
            // Trabeculae fill the apex of the right ventricle.
            var apical = Math.Clamp(1 - ((t - ventricle.Top) / 22), 0, 1);
            a = Tissue.Blend(a, (1.3f * Tissue.Blood) + (0.09f * apical), inside);
        }
        inside = heart.RightAtrium!.Inside(t, v, ValveMm);
        if (inside <= -ShellMm)
            return a;
        var depth = Math.Clamp((t - heart.Annulus) / (heart.Roof - heart.Annulus), 0, 1);
        if (t > heart.RightAtrium.Top)
            a = MathF.Max(a, Tissue.AtrialWall * (0.4f + (0.8f * depth * depth)) * Tissue.Bump((inside + 1.5f) / 3));
        return Tissue.Blend(a, 1.3f * Tissue.Blood, inside);
    }

    private float AtrialSeptum(float t, float v)
    {
        var along = (t - heart.Annulus) / (heart.Roof - heart.Annulus);
        var thin = 1 - ((1 - appearance.FossaGain) * Tissue.Bump((along - 0.45f) / 0.3f));
        return 0.5f * thin * Tissue.Bump((v - _septum) / 2.8f);
    }

    /// <summary>The bright bowl of pericardium and fat behind the atria: a sharp upper edge and a slow decay below.</summary>
    private float Posterior(float t, float v, float a)
    {
        var across = (v - _baseCentre) / 55;
        var below = t - (heart.Roof + 4 - (20 * across * across));
        if (below < -6)
            return a;
        var profile = below < 0 ? Tissue.Bump(below / 6) : MathF.Exp(-below / 9);
        return a * (1 - (0.5f * Math.Clamp(below / 15, 0, 1))) + (Tissue.Base * appearance.BaseGain * profile * Tissue.Bump(across / 1.35f));
    }

    /// <summary>Ring-down at the probe and the chest wall's layers.</summary>
    private float NearField(float r) =>
        _clutter * ((0.6f * Tissue.Bump((r - 5) / 5)) + (0.22f * Tissue.Bump((r - 12) / 3)) + (0.1f * Tissue.Bump((r - 19) / 3)));
}
