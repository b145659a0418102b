using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using Xunit;

namespace EchoSynth.Imaging.Tests.Phantoms;

public class ValveSetTests
{
    [Fact]
    public void The_mitral_valve_seals_the_annulus_in_systole_and_opens_in_diastole()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            Assert.Equal(0, Gap(1, seed), 0.5);
            Assert.InRange(Gap(0, seed), 1.5, 30);
        }

        // Millimetres of the annulus' width where no leaflet lies between the plane and the ventricle's middle.
        static double Gap(double contraction, ulong seed)
        {
            var heart = new HeartGeometry(new PhantomAnatomy(), EchoView.TwoChamber, contraction);
            var valves = new ValveSet(heart, new FrameAppearance(seed, ScannerPreset.Default));
            var gap = 0.0;
            for (var v = heart.AnnulusCentre - heart.AnnulusHalf; v < heart.AnnulusCentre + heart.AnnulusHalf; v += 0.25f)
            {
                var strongest = 0f;
                for (var t = heart.Annulus - 35; t < heart.Annulus + 3; t += 0.25f)
                    strongest = Math.Max(strongest, valves.At(t, v));
                gap += strongest < 0.1 ? 0.25 : 0;
            }
            return gap;
        }
    }
}
