using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Metrics;

public class StructureFidelityTests
{
    private const double Tolerance = 1e-12;

    /// <summary>LV to the left, then myocardium, then the sector; a black border above. No atrium.</summary>
    private static readonly AnatomyMask s_mask = new(48, 40, Fixture.Bytes(48, 40, (x, y) => y < 3 ? 0 : x < 15 ? 1 : x < 30 ? 2 : 4));

    [Fact]
    public void Each_place_of_a_pair_has_the_figures_of_its_own_pixels()
    {
        var (real, synthetic) = FidelityFixture.Pair(48, 40);
        var row = new StructureFidelity().Add(real, synthetic, s_mask);
        var sector = s_mask.Labels.ToArray().Select(l => l != 0).ToArray();
        Assert.Equal(
            [FidelityPlace.WholeFrame, FidelityPlace.Sector, FidelityPlace.LeftVentricle, FidelityPlace.Myocardium, FidelityPlace.Surround], row.Places.Keys.Order());
        var frame = new PlaceFigures(PixelError.Mse(real, synthetic), PixelError.Psnr(real, synthetic), StructuralSimilarity.Mean(real, synthetic), MultiScaleSimilarity.Measure(real, synthetic));
        Same(frame, row.Places[FidelityPlace.WholeFrame]);
        Same(Within(sector) with { MultiScale = MultiScaleSimilarity.Measure(real, synthetic, sector) }, row.Places[FidelityPlace.Sector]);
        Same(Within(Regions.Of(s_mask, AnatomyLabel.LeftVentricle)), row.Places[FidelityPlace.LeftVentricle]);
        Same(Within(Regions.Of(s_mask, AnatomyLabel.Myocardium)), row.Places[FidelityPlace.Myocardium]);
        Same(Within(Regions.Of(s_mask, AnatomyLabel.Sector)), row.Places[FidelityPlace.Surround]);

        PlaceFigures Within(bool[] region) => new(PixelError.Mse(real, synthetic, region), PixelError.Psnr(real, synthetic, region), StructuralSimilarity.Mean(real, synthetic, region));
    }

    [Fact]
    public void The_report_has_mean_and_deviation_over_the_images_that_have_a_place()
    {
        var fidelity = new StructureFidelity();
        var (real, synthetic) = FidelityFixture.Pair(48, 40);
        var (_, inverted) = FidelityFixture.Pair(48, 40, "inverted");
        var withAtrium = new AnatomyMask(48, 40, Fixture.Bytes(48, 40, (x, _) => x < 20 ? 3 : 4));
        fidelity.Add(real, synthetic, s_mask);
        fidelity.Add(real, inverted, withAtrium);
        var (large, blurred) = FidelityFixture.Pair(96, 90);
        fidelity.Add(large, blurred, new AnatomyMask(96, 90, new byte[96 * 90]), new bool[96 * 90]);
        var report = fidelity.Report();
        Assert.Equal([0, 1, 2], fidelity.Rows.Select(r => r.Index));
        Assert.Equal((3, 3, 0), (report.Images, report[FidelityPlace.WholeFrame].Ssim.Count, report[FidelityPlace.WholeFrame].Absent));
        Assert.Equal((2, 1), (report[FidelityPlace.Sector].Ssim.Count, report[FidelityPlace.Sector].Absent));
        Assert.Equal((1, 2), (report[FidelityPlace.LeftAtrium].Ssim.Count, report[FidelityPlace.LeftAtrium].Absent));
        double[] ssim = [.. fidelity.Rows.Select(r => r.Places[FidelityPlace.WholeFrame].Ssim)];
        Assert.Equal(ssim.Average(), report[FidelityPlace.WholeFrame].Ssim.Mean, Tolerance);
        Assert.Equal(Math.Sqrt(ssim.Sum(v => Math.Pow(v - ssim.Average(), 2)) / 2), report[FidelityPlace.WholeFrame].Ssim.StandardDeviation, Tolerance);
        Assert.Equal([2, 4], report[FidelityPlace.WholeFrame].Scales);
        Assert.Equal(2, report[FidelityPlace.Sector].MultiScale!.Count);
        Assert.Null(report[FidelityPlace.Myocardium].MultiScale);
        Assert.Equal(Enum.GetValues<FidelityPlace>(), report.Places.Select(p => p.Place));
    }

    [Fact]
    public void Region_fidelity_is_the_mean_of_the_same_figures()
    {
        var (structures, regions) = (new StructureFidelity(), new RegionFidelity());
        foreach (var kind in (string[])["mixed", "inverted"])
        {
            var (real, synthetic) = FidelityFixture.Pair(48, 40, kind);
            structures.Add(real, synthetic, s_mask);
            regions.Add(real, synthetic, s_mask);
        }
        var (report, means) = (structures.Report(), regions.Report());
        Assert.Equal(means.Myocardium, Figures(report[FidelityPlace.Myocardium]));
        Assert.Equal(means.LeftVentricle, Figures(report[FidelityPlace.LeftVentricle]));
        Assert.Equal(means.Rest, Figures(report[FidelityPlace.Surround]));

        static RegionFigures Figures(PlaceFidelity place) => new(place.Mse.Mean, place.Psnr.Mean, place.Ssim.Mean, place.Mse.Count);
    }

    [Fact]
    public void Equal_pairs_have_an_infinite_psnr_and_no_deviation()
    {
        var fidelity = new StructureFidelity();
        var (real, synthetic) = FidelityFixture.Pair(48, 40, "equal");
        fidelity.Add(real, synthetic, s_mask);
        fidelity.Add(real, synthetic, s_mask);
        var frame = fidelity.Report()[FidelityPlace.WholeFrame];
        Assert.Equal((0, double.PositiveInfinity, double.NaN), (frame.Mse.Mean, frame.Psnr.Mean, frame.Psnr.StandardDeviation));
        Assert.Equal(1, frame.MultiScale!.Mean, Tolerance);
    }

    [Fact]
    public void What_does_not_fit_is_said_and_not_counted()
    {
        var fidelity = new StructureFidelity();
        var (real, synthetic) = FidelityFixture.Pair(48, 40);
        var turned = new AnatomyMask(40, 48, new byte[48 * 40]);
        Assert.Throws<InvalidOperationException>(() => fidelity.Report());
        Fixture.Throws<ArgumentException>(() => fidelity.Add(real, Fixture.Image(40, 48), s_mask), "one size");
        Fixture.Throws<ArgumentException>(() => fidelity.Add(real, synthetic, turned, new bool[48 * 40]), "mask is 40 × 48");
        Fixture.Throws<ArgumentException>(() => fidelity.Add(real, synthetic, s_mask, new bool[5]), "5 pixels");
        Fixture.Throws<ArgumentException>(() => fidelity.Add(Fixture.Image(10, 40), Fixture.Image(10, 40), new AnatomyMask(10, 40, new byte[400]), new bool[400]), "at least 11");
        Assert.Empty(fidelity.Rows);
    }

    [Fact]
    public void The_spectra_to_draw_are_those_that_are_compared()
    {
        var spectrum = new SpectrumError();
        Assert.Throws<InvalidOperationException>(() => spectrum.Spectra());
        var (real, synthetic) = FidelityFixture.Pair(48, 40);
        spectrum.Add(real, synthetic, FidelityFixture.Disc(48, 40));
        var spectra = spectrum.Spectra();
        Assert.Equal((3, 40 / 2 - 1 - 3, 40 / 2 - 1 - 3), (spectra.FirstRing, spectra.Real.Count, spectra.Synthetic.Count));
        Assert.Equal(spectrum.Decibels(), spectra.Real.Zip(spectra.Synthetic, (a, b) => Math.Abs(a - b)).Average(), Tolerance);
        var turned = new SpectrumError();
        turned.Add(synthetic, real, FidelityFixture.Disc(48, 40));
        Assert.Equal(spectra.Real, turned.Spectra().Synthetic);
        Assert.NotEqual(spectra.Real, spectra.Synthetic);
    }

    private static void Same(PlaceFigures expected, PlaceFigures actual)
    {
        Assert.Equal(expected.Mse, actual.Mse, Tolerance);
        Assert.Equal(expected.Psnr, actual.Psnr, Tolerance);
        Assert.Equal(expected.Ssim, actual.Ssim, Tolerance);
        Assert.Equal(expected.MultiScale, actual.MultiScale);
    }
}
