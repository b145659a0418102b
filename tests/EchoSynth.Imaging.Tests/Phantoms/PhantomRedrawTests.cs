using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Phantoms;
using Xunit;
using Xunit.Abstractions;

namespace EchoSynth.Imaging.Tests.Phantoms;

/// <summary>How far two recordings of one heart lie apart: the ceiling that a generator is measured against.</summary>
public class PhantomRedrawTests(ITestOutputHelper output)
{
    [Fact]
    public void Redraws_of_the_default_scanner_at_64_differ_as_much_as_documented()
    {
        var fidelity = new ImageFidelity();
        var spread = 0.0;
        const int masks = 32;
        for (var k = 0; k < masks; k++)
        {
            var draws = new PhantomFrame[8];
            for (var draw = 0; draw < draws.Length; draw++)
                draws[draw] = PhantomTesting.Frame((ulong)(1000 + k), k % 2 == 0 ? EchoView.FourChamber : EchoView.TwoChamber, k / 2 % 2, size: 64, seed: (ulong)((k * 100) + draw));
            fidelity.Add(draws[0].Image, draws[1].Image, draws[0].Mask, draws[0].Sector);
            spread += SeedSpread.Measure([.. draws.Select(d => d.Image)], draws[0].Sector) / masks;
        }
        var report = fidelity.Report();
        output.WriteLine($"{report} spread {spread:F4}");

        Assert.InRange(report.Psnr, 18, 20);
        Assert.InRange(report.Ssim, 0.55, 0.7);
        Assert.InRange(report.TextureMyocardium, 0.9, 1.1);
        Assert.InRange(report.TextureSurround, 0.85, 1.15);
        Assert.InRange(spread, 0.06, 0.08);
    }
}
