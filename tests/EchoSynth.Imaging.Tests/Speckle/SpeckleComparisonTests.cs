using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Speckle;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Speckle;

public class SpeckleComparisonTests
{
    /// <summary>LV, myocardium, and the sector with a black border above; no atrium.</summary>
    private static readonly AnatomyMask s_mask = new(64, 48, Fixture.Bytes(64, 48, (x, y) => y < 3 ? 0 : x < 15 ? 1 : x < 30 ? 2 : 4));
    private static readonly bool[] s_sector = [.. s_mask.Labels.ToArray().Select(l => l != 0)];

    [Fact]
    public void Each_tissue_of_real_and_synthetic_images_stands_side_by_side()
    {
        var comparison = new SpeckleComparison();
        EchoImage[] real = [Fixture.Image(64, 48), Fixture.Image(64, 48, 1)];
        var synthetic = FidelityFixture.Pair(64, 48).Synthetic;
        comparison.Add(real[0], synthetic, s_mask, s_sector);
        comparison.AddReal(real[1], s_mask, s_sector);
        var report = comparison.Report();
        Assert.Equal((2, 1), (comparison.RealImages, comparison.SyntheticImages));
        Assert.Equal(Enum.GetValues<SpeckleTissue>(), report.Tissues.Select(t => t.Tissue));
        foreach (var (tissue, region) in new[]
        {
            (SpeckleTissue.LeftVentricle, Regions.Of(s_mask, AnatomyLabel.LeftVentricle)),
            (SpeckleTissue.Myocardium, Regions.Of(s_mask, AnatomyLabel.Myocardium)),
            (SpeckleTissue.Surround, Regions.Surround(s_mask, s_sector, 3)),
        })
        {
            SpeckleStatistics[] measured = [.. real.Select(image => SpeckleStatistics.Measure(image, region))];
            Assert.Equal(SpeckleSummary.Of(measured), report[tissue].Real);
            Assert.Equal(MeanDeviation.Of([.. measured.Select(m => m.Snr)]), report[tissue].Real.Snr);
            Assert.Equal(SpeckleStatistics.Measure(synthetic, region).NakagamiShape, report[tissue].Synthetic.NakagamiShape.Mean);
        }
        var contrast = RegionContrast.Measure(synthetic, Regions.Of(s_mask, AnatomyLabel.LeftVentricle), Regions.Of(s_mask, AnatomyLabel.Myocardium));
        var mean = report.SyntheticContrast;
        Assert.Equal((contrast.Cnr, contrast.RatioDecibels, contrast.GeneralisedCnr), (mean.Cnr.Mean, mean.RatioDecibels.Mean, mean.GeneralisedCnr.Mean));
        Assert.Equal((2, 2), (report.RealContrast.Images, report.RealContrast.Cnr.Count));
    }

    [Fact]
    public void A_tissue_that_is_missing_or_flat_is_passed_over_and_counted()
    {
        var comparison = new SpeckleComparison(new SpeckleOptions { DynamicRangeDecibels = 50 });
        comparison.AddReal(new EchoImage(64, 48, new float[64 * 48]), s_mask, s_sector);
        comparison.AddReal(Fixture.Image(64, 48), s_mask, new bool[64 * 48]);
        var report = comparison.Report();
        Assert.Equal(50, report.Options.DynamicRangeDecibels);
        var (atrium, myocardium, synthetic) = (report[SpeckleTissue.LeftAtrium].Real, report[SpeckleTissue.Myocardium].Real, report[SpeckleTissue.Myocardium].Synthetic);
        Assert.Equal((2, 2, 0), (atrium.Images, atrium.Absent, atrium.Mean.Count));
        Assert.Equal((2, 0, 2, 1), (myocardium.Images, myocardium.Absent, myocardium.Mean.Count, myocardium.Snr.Count));
        Assert.Equal(1, report[SpeckleTissue.Surround].Real.Absent);
        Assert.Equal((0, 0, double.NaN), (synthetic.Images, synthetic.Absent, synthetic.Snr.Mean));
        Assert.Equal((2, 1), (report.RealContrast.Images, report.RealContrast.Cnr.Count));
    }

    [Fact]
    public void What_does_not_fit_is_said_and_not_counted()
    {
        var comparison = new SpeckleComparison();
        var image = Fixture.Image(64, 48);
        Fixture.Throws<ArgumentException>(() => comparison.Add(image, Fixture.Image(48, 64), s_mask, s_sector), "one size");
        Fixture.Throws<ArgumentException>(() => comparison.AddSynthetic(Fixture.Image(48, 64), s_mask, s_sector), "64 × 48", "48 × 64");
        Fixture.Throws<ArgumentException>(() => comparison.Add(image, image, s_mask, new bool[9]), "9 pixels");
        Assert.Equal((0, 0), (comparison.RealImages, comparison.SyntheticImages));
    }
}
