using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Segmentation;
using Microsoft.Extensions.Options;
using TorchSharp;

namespace EchoSynth.Tests.Segmentation;

public sealed class UsefulnessStudyTests
{
    private static readonly UsefulnessOptions Options = new() { Segmenter = SegmentationData.Options, ScarceShare = 0.2 };

    [Fact]
    public void Useful_images_score_nearly_as_real_ones()
    {
        var shares = new List<double>();
        var report = UsefulnessStudy.Run(Input(SegmentationData.Pairs(8, 's')), Options, new SegmentationData.Each<UsefulnessProgress>(p => shares.Add(p.Share)));

        Assert.Equal(Enum.GetValues<UsefulnessRegime>(), report.Regimes.Select(r => r.Regime));
        Assert.Equal([16, 16, 32, 4, 20], report.Regimes.Select(r => r.TrainingImages));
        Assert.Equal([8, 0, 8, 2, 2], report.Regimes.Select(r => r.RealPatients));
        Assert.Equal((8, 5, 10), (report.TrainingPatients, report.TestPatients, report.TestImages));
        Assert.Equal(2, report.ScarcePatients.Count);
        var (real, synthetic) = (report[UsefulnessRegime.Real], report[UsefulnessRegime.Synthetic]);
        Assert.True(real.MeanDice.Value > 0.85, $"real {real.MeanDice}");
        Assert.InRange(synthetic.RatioToReal!.Value, 0.9, 1.1);
        Assert.InRange(synthetic.MeanDice.Value, synthetic.MeanDice.Low, synthetic.MeanDice.High);
        Assert.Equal(synthetic.MeanDice.Value - real.MeanDice.Value, synthetic.DifferenceToReal!.Value, 1e-12);
        Assert.Equal(synthetic.MeanDice.Value / real.MeanDice.Value, synthetic.RatioToReal.Value, 1e-12);
        Assert.Null(real.RatioToReal);
        Assert.Equal(3, synthetic.Structures.Count);
        Assert.All(synthetic.Structures, s => Assert.True(s.Images == 10 && s.Patients == 5 && s.DiceDifference is not null));
        Assert.Equal((16, real.MeanDice), (report.MaskFidelity.Images, report.MaskFidelity.RealMeanDice));
        Assert.True(report.MaskFidelity.MeanDice.Value > 0.85);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal((0, 1), (shares[0], shares[^1]));
    }

    [Fact]
    public void Images_that_do_not_show_their_masks_are_told_from_useful_ones()
    {
        var report = UsefulnessStudy.Run(Input(SegmentationData.Pairs(8, 's', informative: false)), Options with { FidelityImages = 6 });
        Assert.True(report[UsefulnessRegime.Synthetic].RatioToReal!.High < 0.7, $"{report[UsefulnessRegime.Synthetic].RatioToReal}");
        Assert.Equal(6, report.MaskFidelity.Images);
        Assert.True(report.MaskFidelity.MeanDice.High < report.MaskFidelity.RealMeanDice.Low);
    }

    [Fact]
    public void The_same_study_gives_the_same_figures_and_repeats_are_told_apart()
    {
        var options = Options with { Repeats = 2, Segmenter = SegmentationData.Options with { Steps = 5 } };
        var (one, two) = (UsefulnessStudy.Run(Input(SegmentationData.Pairs(3, 's')), options), UsefulnessStudy.Run(Input(SegmentationData.Pairs(3, 's')), options));
        for (var i = 0; i < one.Regimes.Count; i++)
        {
            Assert.Equal(one.Regimes[i].MeanDice, two.Regimes[i].MeanDice);
            Assert.Equal(one.Regimes[i].MeanDiceOfRepeats, two.Regimes[i].MeanDiceOfRepeats);
            Assert.Equal(2, one.Regimes[i].MeanDiceOfRepeats.Count);
            Assert.Equal(one.Regimes[i].MeanDice.Value, one.Regimes[i].MeanDiceOfRepeats.Average(), 1e-12);
            Assert.All(one.Regimes[i].Structures, s => Assert.Equal(10, s.Images));
        }
        Assert.Contains(one.Regimes, r => r.MeanDiceOfRepeats[0] != r.MeanDiceOfRepeats[1]);
        // The first repeat is the study without repeats.
        Assert.Equal(UsefulnessStudy.Run(Input(SegmentationData.Pairs(3, 's')), options with { Repeats = 1 }).Regimes.Select(r => r.MeanDice.Value), one.Regimes.Select(r => r.MeanDiceOfRepeats[0]));
    }

    [Fact]
    public void A_patient_in_training_and_test_is_refused_by_name()
    {
        var input = Input(SegmentationData.Pairs(1, 's'));
        var error = Assert.Throws<ArgumentException>(() => UsefulnessStudy.Run(input with { RealTest = [.. input.RealTest, input.RealTraining[5]] }, Options));
        Assert.Contains("in both are p2.", error.Message);
    }

    [Fact]
    public void Lists_that_nothing_can_be_learned_from_are_errors()
    {
        var input = Input(SegmentationData.Pairs(1, 's'));
        string Error(UsefulnessInput wrong) => Assert.Throws<ArgumentException>(() => UsefulnessStudy.Run(wrong, Options)).Message;
        Assert.Contains("no real training pairs", Error(input with { RealTraining = [] }));
        Assert.Contains("no synthetic pairs", Error(input with { Synthetic = [] }));
        Assert.Contains("no real test pairs", Error(input with { RealTest = [] }));
        Assert.Contains("real test pairs is null", Error(input with { RealTest = [null!] }));
        Assert.Contains("No mask of the synthetic pairs", Error(input with { Synthetic = [input.Synthetic[0] with { Mask = new AnatomyMask(32, 32, new byte[1024]) }] }));
        Assert.Contains("32 × 32, its mask 8 × 8", Error(input with { RealTest = [input.RealTest[0] with { Mask = new AnatomyMask(8, 8, new byte[64]) }] }));
    }

    [Fact]
    public void Too_little_and_doubtful_data_are_said_in_the_report()
    {
        var (training, test) = (SegmentationData.Pairs(2), SegmentationData.Pairs(1, 't', 64));
        var synthetic = SegmentationData.Pairs(1, 't').ConvertAll(p => p with { Mask = Without(p.Mask, 3) });
        var report = UsefulnessStudy.Run(
            new UsefulnessInput { RealTraining = training, Synthetic = synthetic, RealTest = test },
            Options with { Segmenter = SegmentationData.Options with { Steps = 2, ImageSize = 64 } });
        string[] parts =
        [
            "Only 2 test images of 1 patients", "20 % of 2 training patients are 1:", "bear the patients t0, who are test patients", "2 of 2 synthetic images have no known pixel spacing",
            "Synthetic images have down to 32 pixels, real test images 64", "No synthetic mask has the left atrium",
        ];
        Assert.InRange(report.Warnings.Count, parts.Length, parts.Length + 1);
        Assert.All(parts.Zip(report.Warnings), p => Assert.Contains(p.First, p.Second));
        Assert.Single(report.ScarcePatients);
    }

    [Theory]
    [InlineData(-0.02, 0.001, true)]
    [InlineData(-0.02, -0.001, false)]
    public void Few_real_images_that_do_as_well_as_all_are_a_warning(double low, double high, bool warned)
    {
        RegimeResult Result(UsefulnessRegime regime, int patients) => new(regime, 9, patients, new ConfidenceInterval(0.9, 0.8, 1), [], [0.9], TimeSpan.Zero);
        var warnings = new UsefulnessWarnings();
        warnings.About([Result(UsefulnessRegime.Real, 40), Result(UsefulnessRegime.Scarce, 4) with { DifferenceToReal = new ConfidenceInterval(-0.01, low, high) }]);
        Assert.Equal(warned ? ["The 4 patients of the scarce regime do as well as all 40: the task is easy, and what synthetic images add to few real ones cannot show. A smaller ScarceShare may tell."] : [], warnings.All);
    }

    [Fact]
    public void The_scarce_patients_are_a_share_of_all_one_at_least_and_the_seeds_choice()
    {
        string[] patients = [.. Enumerable.Range(0, 40).Select(i => $"p{i}")];
        HashSet<string> Scarce(double share, int seed = 0) => UsefulnessRun.Scarce(patients, new UsefulnessOptions { ScarceShare = share, Seed = seed });
        Assert.Equal([1, 4, 6, 40], new[] { 0.001, 0.1, 0.14, 1 }.Select(s => Scarce(s).Count));
        Assert.Equal(Scarce(0.1), UsefulnessRun.Scarce([.. patients.Reverse()], new UsefulnessOptions()));
        Assert.Subset(Scarce(0.5), Scarce(0.1));
        Assert.NotEqual(Scarce(0.1), Scarce(0.1, 1));
        Assert.Subset(patients.ToHashSet(), Scarce(0.1, 1));
    }

    [Fact]
    public void A_cancelled_study_leaves_nothing()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (var when in (string[])["training on synthetic", "testing", "reading"])
        {
            using var stop = new CancellationTokenSource();
            Assert.ThrowsAny<OperationCanceledException>(() => UsefulnessStudy.Run(
                Input(SegmentationData.Pairs(9, 's')), Options with { Segmenter = SegmentationData.Options with { Steps = 2 } }, new SegmentationData.Each<UsefulnessProgress>(p =>
                {
                    if (p.Doing.StartsWith(when, StringComparison.Ordinal))
                        stop.Cancel();
                }), stop.Token));
            Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
    }

    [Fact]
    public void Errors_of_the_segmenters_options_are_errors_of_the_study()
    {
        var options = new UsefulnessOptions { Repeats = 0, Segmenter = new SegmenterOptions { ImageSize = 100, Width = 6, Device = "tpu", Augmentation = new() { RotationDegrees = 99 } } };
        Assert.Equal(
        [
            "Repeats is 0; it must be between 1 and 100.",
            "Segmenter.ImageSize is 100; it must be a multiple of 16 where Depth is 4 (half the size, then 4 levels).",
            "Segmenter.Width is 6; it must be a multiple of 4.",
            "Segmenter.Device is 'tpu'; it must be auto, cpu, cuda or cuda:N.",
            "Segmenter.Augmentation.RotationDegrees is 99; it must be between 0 and 30.",
        ], Assert.Throws<OptionsValidationException>(() => UsefulnessStudy.Run(Input(SegmentationData.Pairs(1, 's')), options)).Failures);
    }

    private static UsefulnessInput Input(IReadOnlyList<EchoPair> synthetic) =>
        new() { RealTraining = SegmentationData.Pairs(8), Synthetic = synthetic, RealTest = SegmentationData.Pairs(5, 'q') };

    private static AnatomyMask Without(AnatomyMask mask, byte label) =>
        new(mask.Width, mask.Height, [.. mask.Labels.ToArray().Select(l => l == label ? (byte)4 : l)]);
}
