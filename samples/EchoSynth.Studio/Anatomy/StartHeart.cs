using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Studio.Anatomy;

/// <summary>Handles on the contours of a phantom heart at end-diastole, read off its mask in a picture wide enough for the whole of it.</summary>
internal static class StartHeart
{
    private const int Size = 512;

    // Shares of the long axis, from the annulus to just below the apex.
    private static readonly double[] s_sides = [0.985, 0.72, 0.42, 0.16];

    private static readonly double[] s_atrium = [0.4, 0.82];

    private static readonly ScannerPreset s_wide = new() { Name = "wide", HalfAngleDegrees = 50, DepthMm = 220 };

    public static Heart Of(PhantomAnatomy anatomy)
    {
        var mask = PhantomSimulator.RenderMask(anatomy, EchoView.FourChamber, 0, s_wide, Size);
        var state = anatomy.AtPhase(0);
        var tilt = anatomy.TiltDegrees * Math.PI / 180;
        var probe = new Probe(mask, new Mm(anatomy.ApexOffsetMm, anatomy.ApexDepthMm), new Mm(Math.Sin(tilt), Math.Cos(tilt)));

        var cavity = probe.Outline(s_sides, state.WallMm, state.LvLengthMm, l => l == AnatomyLabel.LeftVentricle);
        var wall = probe.Outline(s_sides, 0, state.AnnulusDepthMm, l => l is AnatomyLabel.LeftVentricle or AnatomyLabel.Myocardium);
        // Read a little above the plane, then put on it.
        (cavity[0], cavity[^1]) = (probe.Lowered(cavity[0], 0.015 * state.LvLengthMm), probe.Lowered(cavity[^1], 0.015 * state.LvLengthMm));
        (wall[0], wall[^1]) = (probe.Lowered(wall[0], 0.015 * state.AnnulusDepthMm), probe.Lowered(wall[^1], 0.015 * state.AnnulusDepthMm));
        var atrium = probe.Outline(s_atrium, state.AnnulusDepthMm + state.LaLengthMm, -state.LaLengthMm, l => l == AnatomyLabel.LeftAtrium, fromTop: false);
        return new Heart(cavity, wall, atrium);
    }

    /// <summary>Looks across the long axis of a heart in its mask.</summary>
    private readonly struct Probe(AnatomyMask mask, Mm apex, Mm along)
    {
        private const double StepMm = 0.2;
        private const double ReachMm = 70;

        public Mm Lowered(Mm place, double by) => place + (by * along);

        /// <summary>Left side, tip, right side of a structure whose tip lies at <paramref name="tip"/> and whose other end <paramref name="length"/> further on.</summary>
        public Mm[] Outline(double[] shares, double tip, double length, Func<AnatomyLabel, bool> inside, bool fromTop = true)
        {
            var (left, right) = (new List<Mm>(), new List<Mm>());
            foreach (var share in fromTop ? shares : [.. shares.Select(s => 1 - s)])
            {
                var (low, high) = Across(tip + (share * length), inside);
                left.Add(Place(tip + (share * length), low));
                right.Add(Place(tip + (share * length), high));
            }
            right.Reverse();
            var (a, b) = Across(tip + (0.04 * length), inside);
            return [.. left, Place(tip, 0.5 * (a + b)), .. right];
        }

        private Mm Place(double t, double v) => apex + (t * along) + (v * along.Across);

        private (double Low, double High) Across(double t, Func<AnatomyLabel, bool> inside)
        {
            var (low, high) = (double.NaN, double.NaN);
            for (var v = -ReachMm; v <= ReachMm; v += StepMm)
            {
                if (!inside(At(Place(t, v))))
                    continue;
                low = double.IsNaN(low) ? v : low;
                high = v;
            }
            return double.IsNaN(low) ? (0, 0) : (low, high);
        }

        private AnatomyLabel At(Mm place)
        {
            // The square is centred on the sector, which begins at the probe.
            var (spacing, top) = (mask.Spacing.X, -(((mask.Height * mask.Spacing.Y) - s_wide.DepthMm) / 2));
            var (x, y) = ((int)Math.Floor((place.X / spacing) + (mask.Width / 2.0)), (int)Math.Floor((place.Z - top) / spacing));
            return (uint)x < (uint)mask.Width && (uint)y < (uint)mask.Height ? mask[x, y] : AnatomyLabel.Background;
        }
    }
}
