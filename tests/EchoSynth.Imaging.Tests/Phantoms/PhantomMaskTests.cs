using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using Xunit;

namespace EchoSynth.Imaging.Tests.Phantoms;

public class PhantomMaskTests
{
    // Wide enough that no chamber is cut at the sector's edge.
    private static readonly ScannerPreset Wide = ScannerPreset.Default with { HalfAngleDegrees = 50, DepthMm = 200 };

    public static TheoryData<ulong, EchoView, double> Hearts
    {
        get
        {
            var data = new TheoryData<ulong, EchoView, double>();
            for (var seed = 100UL; seed < 112; seed++)
            {
                data.Add(seed, EchoView.FourChamber, seed % 2);
                data.Add(seed, EchoView.TwoChamber, 1 - (seed % 2));
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Hearts))]
    public void Each_structure_is_one_piece(ulong seed, EchoView view, double contraction)
    {
        var mask = PhantomSimulator.RenderMask(PhantomAnatomy.Sample(seed), view, contraction, Wide, 192);

        Assert.Equal(1, PhantomTesting.Components(mask, l => l == AnatomyLabel.LeftVentricle));
        Assert.Equal(1, PhantomTesting.Components(mask, l => l == AnatomyLabel.Myocardium));
        Assert.Equal(1, PhantomTesting.Components(mask, l => l == AnatomyLabel.LeftAtrium));
    }

    [Theory]
    [MemberData(nameof(Hearts))]
    public void The_cavity_meets_only_muscle_and_at_the_base_the_atrium(ulong seed, EchoView view, double contraction)
    {
        var mask = PhantomSimulator.RenderMask(PhantomAnatomy.Sample(seed), view, contraction, Wide, 192);
        var (toAtrium, toBackground) = (0, 0);
        for (var i = 0; i < mask.Labels.Length; i++)
        {
            if (mask.Labels[i] != (byte)AnatomyLabel.LeftVentricle)
                continue;
            foreach (var next in PhantomTesting.Neighbours(mask, i))
            {
                toAtrium += mask.Labels[next] == (byte)AnatomyLabel.LeftAtrium ? 1 : 0;
                toBackground += mask.Labels[next] == (byte)AnatomyLabel.Background ? 1 : 0;
            }
        }

        // Only the corners between annulus and atrium may touch background.
        Assert.InRange(toAtrium, 20, 400);
        Assert.InRange(toBackground, 0, toAtrium / 3);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.72)]
    public void Masks_show_the_ejection_fraction(double fraction)
    {
        var heart = PhantomAnatomy.Sample(21) with { EjectionFraction = fraction, TiltDegrees = 0 };
        var (diastole, systole) = (Volume(0), Volume(1));

        Assert.Equal(fraction, 1 - (systole / diastole), 0.025);

        // Single-plane method of discs: with an upright axis each row is one disc.
        double Volume(double contraction)
        {
            var mask = PhantomSimulator.RenderMask(heart, EchoView.FourChamber, contraction, Wide, 384);
            var sum = 0.0;
            for (var y = 0; y < mask.Height; y++)
            {
                var width = mask.Labels.Slice(y * mask.Width, mask.Width).Count((byte)AnatomyLabel.LeftVentricle) * mask.Spacing.X;
                sum += Math.PI / 4 * width * width * mask.Spacing.Y;
            }
            return sum;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_wall_in_the_mask_is_as_thick_as_stated(double contraction)
    {
        var heart = new PhantomAnatomy { Irregularity = 0, TiltDegrees = 0 };
        var state = heart.AtPhase(contraction);
        var frame = PhantomSimulator.RenderMask(heart, EchoView.FourChamber, contraction, Wide, 512);
        // The row in which the cavity is widest: there both walls stand upright.
        var row = Enumerable.Range(0, 512).MaxBy(y => Row(y).Count((byte)AnatomyLabel.LeftVentricle));

        Assert.Equal(state.LvDiameterMm, Row(row).Count((byte)AnatomyLabel.LeftVentricle) * frame.Spacing.X, 1.2);
        Assert.Equal(state.WallMm, 0.5 * Row(row).Count((byte)AnatomyLabel.Myocardium) * frame.Spacing.X, 1.2);

        ReadOnlySpan<byte> Row(int y) => frame.Labels.Slice(y * 512, 512);
    }

    [Fact]
    public void Contours_deviate_smoothly_from_the_ideal_and_by_seed()
    {
        var ideal = PhantomAnatomy.Sample(3) with { Irregularity = 0 };
        var rough = ideal with { Irregularity = 0.05 };
        var other = rough with { ShapeSeed = rough.ShapeSeed + 1 };

        var differing = Differing(ideal, rough);

        Assert.InRange(differing, 50, 3000);
        Assert.InRange(Differing(rough, other), 50, 3000);

        static int Differing(PhantomAnatomy a, PhantomAnatomy b)
        {
            var (x, y) = (Mask(a), Mask(b));
            return Enumerable.Range(0, x.Labels.Length).Count(i => x.Labels[i] != y.Labels[i]);
        }

        static AnatomyMask Mask(PhantomAnatomy heart) => PhantomSimulator.RenderMask(heart, EchoView.FourChamber, 0, Wide, 192);
    }

    [Fact]
    public void The_mask_is_cut_at_the_sector()
    {
        var heart = PhantomAnatomy.Sample(4) with { ApexOffsetMm = 25, ApexDepthMm = 8, LvDiameterMm = 65 };
        var frame = PhantomSimulator.Render(heart, EchoView.FourChamber, 0.0, ScannerPreset.ByName("deep"), 128, 1);
        for (var i = 0; i < frame.Sector.Length; i++)
            Assert.True(frame.Sector[i] || frame.Mask.Labels[i] == 0);
        Assert.False(frame.Mask.HasSector);
    }
}
