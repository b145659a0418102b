using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Studio.Anatomy;

namespace EchoSynth.Studio.Tests.Anatomy;

public sealed class StartHeartTests
{
    private const int Size = 256;

    // Nine and nine and five handles stand for a contour of any shape; a wall is thin, so a pixel at its sides costs it most.
    [Theory]
    [InlineData(0.0, 0.93, 0.8, 0.8)]
    [InlineData(0.5, 0.92, 0.8, 0.8)]
    [InlineData(1.0, 0.9, 0.8, 0.8)]
    public void ContoursAndTheirContractionCoverThePhantom(double contraction, double cavity, double wall, double atrium)
    {
        for (var seed = 1UL; seed <= 10; seed++)
        {
            var anatomy = PhantomAnatomy.Sample(seed);
            foreach (var scanner in ScannerPreset.All)
            {
                var expected = PhantomSimulator.RenderMask(anatomy, EchoView.FourChamber, contraction, scanner, Size);
                var heart = Contraction.At(StartHeart.Of(anatomy), anatomy.EjectionFraction, anatomy.LaEmptyingFraction, contraction);
                var mask = MaskPainter.Paint(heart, ScannerView.Of(scanner, Size));
                var found = new[] { AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium, AnatomyLabel.LeftAtrium }.Select(l => Overlap.Of(mask, expected, l)).ToArray();
                Assert.True(found[0] >= cavity && found[1] >= wall && found[2] >= atrium, FormattableString.Invariant($"heart {seed}, {scanner.Name}: {found[0]:0.000} {found[1]:0.000} {found[2]:0.000}"));
            }
        }
    }

    [Fact]
    public void TheSectorIsThatOfThePhantom()
    {
        var anatomy = PhantomAnatomy.Sample(4);
        var frame = PhantomSimulator.Render(anatomy, EchoView.FourChamber, CardiacPhase.EndDiastole, ScannerPreset.ByName("compound"), 64, 9);
        var mask = MaskPainter.Paint(StartHeart.Of(anatomy), ScannerView.Of(ScannerPreset.ByName("compound"), 64));

        Assert.Equal(frame.Sector.ToArray(), mask.Labels.ToArray().Select(l => l != 0));
        Assert.Equal(frame.Mask.Spacing, mask.Spacing);
    }

    [Fact]
    public void ASimulatedSourceIsOfNearlyTheSameHeart()
    {
        for (var seed = 1UL; seed <= 10; seed++)
        {
            var anatomy = PhantomAnatomy.Sample(seed);
            var heart = StartHeart.Of(anatomy);
            // Another start heart: all that counts is to be in the contours.
            var fitted = PhantomFit.Of(heart, anatomy.EjectionFraction, anatomy.LaEmptyingFraction, PhantomAnatomy.Sample(99));
            foreach (var contraction in new[] { 0.0, 1.0 })
            {
                var simulated = PhantomSimulator.RenderMask(fitted, EchoView.FourChamber, contraction, ScannerPreset.Default, Size);
                var mask = MaskPainter.Paint(Contraction.At(heart, anatomy.EjectionFraction, anatomy.LaEmptyingFraction, contraction), ScannerView.Of(ScannerPreset.Default, Size));
                Assert.True(Overlap.Of(mask, simulated, AnatomyLabel.LeftVentricle) > 0.82, FormattableString.Invariant($"heart {seed} at {contraction}: {Overlap.Of(mask, simulated, AnatomyLabel.LeftVentricle):0.000}"));
            }
        }
    }
}
