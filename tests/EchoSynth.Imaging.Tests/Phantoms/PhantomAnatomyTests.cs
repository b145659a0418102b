using EchoSynth.Imaging.Phantoms;
using Xunit;

namespace EchoSynth.Imaging.Tests.Phantoms;

public class PhantomAnatomyTests
{
    [Fact]
    public void The_volumes_eject_what_was_asked()
    {
        for (var seed = 0UL; seed < 40; seed++)
        {
            var heart = PhantomAnatomy.Sample(seed);
            var volumes = heart.Volumes();
            Assert.Equal(heart.EjectionFraction, volumes.EjectionFraction, 0.005);
            Assert.InRange(volumes.EndDiastolicMl, 45, 300);
        }
    }

    [Fact]
    public void An_ideal_heart_has_the_volume_of_its_profile()
    {
        var heart = new PhantomAnatomy { Irregularity = 0, LvLengthMm = 80, LvDiameterMm = 50, WidestAt = 0.6, AnnulusRatio = 0.7 };

        // Half an ellipsoid of length 0.6 L: 2/3; the taper (1 − 0.3y²)² over 0.4 L: 1 − 0.2 + 0.018.
        var expected = Math.PI / 4 * 50 * 50 * 80 * ((0.6 * 2 / 3) + (0.4 * 0.818)) / 1000;

        Assert.Equal(expected, heart.Volumes().EndDiastolicMl, 0.01 * expected);
    }

    [Fact]
    public void Systole_thickens_the_wall_keeps_the_muscle_and_lifts_the_annulus()
    {
        var heart = new PhantomAnatomy { EjectionFraction = 0.6 };
        var (diastole, systole) = (heart.AtPhase(0), heart.AtPhase(1));

        Assert.Equal(heart.WallMm, diastole.WallMm, 1e-6);
        Assert.InRange(systole.WallMm / diastole.WallMm, 1.25, 1.7);
        Assert.InRange(diastole.LvLengthMm - systole.LvLengthMm, 10, 16);
        Assert.True(systole.AnnulusDepthMm < diastole.AnnulusDepthMm - 5);
        Assert.Equal(Muscle(diastole), Muscle(systole), 1e-3 * Muscle(diastole));
        Assert.Equal(1, diastole.MitralOpening);
        Assert.Equal(0, systole.MitralOpening);

        static double Muscle(PhantomHeartState s) => (Math.Pow(s.LvDiameterMm + (2 * s.WallMm), 2) * (s.LvLengthMm + s.WallMm)) - (s.LvDiameterMm * s.LvDiameterMm * s.LvLengthMm);
    }

    [Fact]
    public void The_atrium_fills_in_systole_and_its_roof_stays()
    {
        var heart = new PhantomAnatomy { LaEmptyingFraction = 0.5 };
        var (diastole, systole) = (heart.AtPhase(0), heart.AtPhase(1));

        Assert.Equal(heart.LaLengthMm, systole.LaLengthMm, 1e-6);
        Assert.Equal(heart.LaDiameterMm, systole.LaDiameterMm, 1e-6);
        Assert.Equal(systole.AnnulusDepthMm + systole.LaLengthMm, diastole.AnnulusDepthMm + diastole.LaLengthMm, 1e-6);
        Assert.Equal(0.5, Volume(diastole) / Volume(systole), 0.01);

        static double Volume(PhantomHeartState s) => s.LaDiameterMm * s.LaDiameterMm * s.LaLengthMm;
    }

    [Fact]
    public void Every_sampled_heart_is_valid_and_seeds_differ()
    {
        for (var seed = 0UL; seed < 2000; seed++)
            PhantomAnatomy.Sample(seed).Validate();
        Assert.Equal(PhantomAnatomy.Sample(7), PhantomAnatomy.Sample(7));
        Assert.NotEqual(PhantomAnatomy.Sample(7), PhantomAnatomy.Sample(8));
    }

    [Fact]
    public void Samples_span_healthy_and_failing_hearts()
    {
        var fractions = Enumerable.Range(0, 500).Select(k => PhantomAnatomy.Sample((ulong)k).EjectionFraction).ToArray();

        Assert.InRange(fractions.Average(), 0.48, 0.6);
        Assert.InRange(fractions.Count(f => f < 0.45), 60, 200);
    }

    [Fact]
    public void One_exception_names_every_value_out_of_range()
    {
        var error = Assert.Throws<ArgumentException>(() => new PhantomAnatomy { LvLengthMm = 20, EjectionFraction = double.NaN }.Validate());

        Assert.Contains("LvLengthMm is 20 mm; it must be 60…110 mm.", error.Message, StringComparison.Ordinal);
        Assert.Contains("EjectionFraction is NaN; it must be 0.15…0.8.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PhantomAnatomy().AtPhase(1.01));
    }
}
