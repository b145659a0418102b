using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Metrics;

public class RegionFidelityTests
{
    private const double Tolerance = 1e-12;

    /// <summary>LV to the left, then myocardium, then the sector; a black border above. No atrium.</summary>
    private static readonly AnatomyMask s_mask = new(32, 24, Fixture.Bytes(32, 24, (x, y) => y < 3 ? 0 : x < 10 ? 1 : x < 20 ? 2 : 4));

    [Fact]
    public void Each_region_is_measured_by_itself()
    {
        var real = Fixture.Image(32, 24);
        var synthetic = new EchoImage(32, 24, [.. real.Pixels.ToArray().Select((p, i) => s_mask.Labels[i] == 2 ? 1 - p : p)]);
        var fidelity = new RegionFidelity();
        fidelity.Add(real, synthetic, s_mask);
        var report = fidelity.Report();
        var myocardium = Regions.Of(s_mask, AnatomyLabel.Myocardium);
        Assert.Equal(PixelError.Mse(real, synthetic, myocardium), report.Myocardium.Mse, Tolerance);
        Assert.Equal(PixelError.Psnr(real, synthetic, myocardium), report.Myocardium.Psnr, Tolerance);
        Assert.Equal(StructuralSimilarity.Mean(real, synthetic, myocardium), report.Myocardium.Ssim, Tolerance);
        Assert.Equal((0.0, double.PositiveInfinity, 1), (report.LeftVentricle.Mse, report.LeftVentricle.Psnr, report.LeftVentricle.Images));
        Assert.Equal(0, report.Rest.Mse);
        Assert.Equal(StructuralSimilarity.Mean(real, synthetic, Regions.Of(s_mask, AnatomyLabel.Sector)), report.Rest.Ssim, Tolerance);
    }

    [Fact]
    public void A_region_that_a_mask_lacks_is_passed_over()
    {
        var (real, synthetic) = (Fixture.Image(32, 24), new EchoImage(32, 24, new float[32 * 24]));
        var fidelity = new RegionFidelity();
        fidelity.Add(real, synthetic, s_mask);
        var alone = fidelity.Report();
        Assert.Equal((double.NaN, double.NaN, double.NaN, 0), (alone.LeftAtrium.Mse, alone.LeftAtrium.Psnr, alone.LeftAtrium.Ssim, alone.LeftAtrium.Images));

        fidelity.Add(real, synthetic, new AnatomyMask(32, 24, Fixture.Bytes(32, 24, (x, y) => y < 3 ? 0 : x < 10 ? 3 : 4)));
        var both = fidelity.Report();
        Assert.Equal((2, 1, 1, 2), (fidelity.Images, both.LeftAtrium.Images, both.LeftVentricle.Images, both.Rest.Images));
        Assert.Equal(alone.LeftVentricle, both.LeftVentricle);
        Assert.Equal(alone.LeftVentricle.Mse, both.LeftAtrium.Mse, Tolerance); // the same pixels by another name
    }

    [Fact]
    public void Wrong_sizes_and_nothing_at_all_are_said()
    {
        var fidelity = new RegionFidelity();
        Assert.Throws<InvalidOperationException>(() => fidelity.Report());
        var image = Fixture.Image(32, 24);
        Assert.Contains("one size", Assert.Throws<ArgumentException>(() => fidelity.Add(image, Fixture.Image(24, 32), s_mask)).Message);
        Assert.Throws<ArgumentException>(() => fidelity.Add(Fixture.Image(20, 20), Fixture.Image(20, 20), s_mask));
        Assert.Equal(0, fidelity.Images);
    }
}
