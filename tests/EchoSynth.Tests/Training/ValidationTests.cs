using EchoSynth.Checkpoints;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Sampling;
using EchoSynth.Tests.Support;
using EchoSynth.Training;

namespace EchoSynth.Tests.Training;

public class ValidationTests
{
    private static readonly ValidationOptions Often = new() { Interval = 4, Pairs = 4, SpreadPairs = 2, Seeds = 3 };

    [Fact]
    public void HeldOutPairsAreDrawnWithTheAveragedWeightsAndFixedSeeds()
    {
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(10) with { Validation = Often });
        var seen = new List<long>();
        var heldOut = HeldOut();
        trainer.Happened += (_, happened) =>
        {
            if (happened is not TrainingEvent.Validated validated)
                return;
            seen.Add(validated.Step);
            using var average = trainer.UseAveragedWeights();
            using var sampler = new Sampler(model);
            var fidelity = new ImageFidelity();
            for (var i = 0; i < 4; i++)
                fidelity.Add(heldOut.Pairs[i].Image, sampler.Generate(heldOut.Pairs[i].Mask, 1_000_000 + 3 * i), heldOut.Pairs[i].Mask);
            Assert.Equal(fidelity.Report().Psnr, validated.Report.Psnr, 1e-9);
            Assert.Equal(fidelity.Report().Ssim, validated.Report.Ssim, 1e-9);
            Assert.Equal(fidelity.Report().TextureMyocardium, validated.Report.TextureMyocardium, 1e-9);
            Assert.Equal(4, validated.Report.Images);
            Assert.Equal(2, validated.Samples.Count);
            Assert.All(validated.Samples, s => Assert.Equal(3, s.Synthetic.Count));
            Assert.True(validated.Report.SeedSpread > 0);
        };
        trainer.Train(Tiny.Data(), heldOut: heldOut);
        Assert.Equal([4L, 8, 10], seen);
    }

    [Fact]
    public void ValidatingChangesNothingInTheTraining()
    {
        string Train(EchoSynth.Imaging.Datasets.EchoPair[]? heldOut)
        {
            using var model = Tiny.Model();
            using var patch = Tiny.Patch();
            using var trainer = new Trainer(model, patch, Tiny.Training(6) with { Validation = Often with { Interval = 2 } });
            trainer.Train(Tiny.Data(), heldOut: heldOut is null ? null : new TrainingSet(heldOut));
            return model.WeightsHash();
        }

        Assert.Equal(Train(null), Train([.. HeldOut().Pairs]));
    }

    [Fact]
    public void TheBestModelIsKept()
    {
        var folder = Tiny.TemporaryFolder();
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(24) with { Validation = Often });
        var reports = new List<TrainingEvent.Validated>();
        trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.Validated v)
                reports.Add(v);
        };
        trainer.Train(Tiny.Data(), folder, HeldOut());
        var best = reports.MaxBy(r => r.Report.Score)!;
        Assert.Equal(best, reports.Last(r => r.IsBest));
        using var kept = EchoModel.Load(Path.Combine(folder, "best"));
        Assert.Equal(best.ImagesSeen.ToString(System.Globalization.CultureInfo.InvariantCulture), kept.Provenance["trainedImages"]);
        using var sampler = new Sampler(kept);
        Assert.Equal(best.Samples[0].Synthetic[0].Pixels.ToArray(), sampler.Generate(best.Samples[0].Mask, 1_000_000).Pixels.ToArray());
        Assert.Contains("seedSpread", File.ReadAllText(Path.Combine(folder, "best", "validation.json")));
    }

    [Fact]
    public void ItStopsWhenNothingGetsBetter()
    {
        var folder = Tiny.TemporaryFolder();
        var options = Tiny.Training(400) with { DenoiserRate = 0.03, Validation = Often with { Interval = 1, Patience = 2 } };
        long stopped;
        using (var model = Tiny.Model())
        using (var patch = Tiny.Patch())
        using (var trainer = new Trainer(model, patch, options))
        {
            var best = new List<bool>();
            TrainingEvent? last = null;
            trainer.Happened += (_, happened) =>
            {
                if (happened is TrainingEvent.Validated v)
                    best.Add(v.IsBest);
                last = happened;
            };
            trainer.Train(Tiny.Data(), folder, HeldOut());
            stopped = trainer.Step;
            Assert.True(stopped < 400);
            Assert.True(Assert.IsType<TrainingEvent.Ended>(last).StoppedEarly);
            Assert.Equal([false, false], best.TakeLast(2));
            Assert.DoesNotContain((false, false), best.SkipLast(1).Zip(best.SkipLast(1).Skip(1)));
        }
        using var again = Tiny.Model();
        using var patchAgain = Tiny.Patch();
        using var resumed = new Trainer(again, patchAgain, options);
        Assert.True(resumed.Resume(folder));
        Assert.Equal(stopped, resumed.Step);
        resumed.Train(Tiny.Data(), folder, HeldOut());
        Assert.Equal(stopped, resumed.Step);
    }

    [Fact]
    public void PairsThatAreTrainedOnCannotBeHeldOut()
    {
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(2));
        Assert.Contains("is of patient 'p0', who is trained on", Assert.Throws<ArgumentException>(() => trainer.Train(Tiny.Data(), heldOut: Tiny.Data())).Message);
    }

    [Fact]
    public void ACancelledValidationLeavesACheckpoint()
    {
        var folder = Tiny.TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(10) with { Validation = Often });
        trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.Progressed { Step: 4 })
                cancel.Cancel(); // the validation of step 4 comes next
        };
        Assert.Throws<OperationCanceledException>(() => trainer.Train(Tiny.Data(), folder, HeldOut(), cancellationToken: cancel.Token));
        Assert.True(trainer.Resume(folder));
        Assert.Equal(4, trainer.Step);

        var validated = new List<long>();
        trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.Validated)
                validated.Add(happened.Step);
        };
        trainer.Train(Tiny.Data(), folder, HeldOut());
        Assert.Equal([4L, 8, 10], validated); // that of step 4 is made up for
    }

    [Fact]
    public void AModelThatPredictsNoiseIsWatchedToo()
    {
        using var model = new EchoModel(new EchoSynth.Denoisers.SpadeUNetDenoiser(Tiny.SpadeOptions with { Output = EchoSynth.Denoisers.DenoiserOutput.Noise }), Tiny.Size, new EchoSynth.Diffusion.DdpmScheduleOptions { Steps = 50 });
        using var trainer = new Trainer(model, Tiny.Training(4) with { Validation = Often });
        var reports = 0;
        trainer.Happened += (_, happened) => reports += happened is TrainingEvent.Validated ? 1 : 0;
        trainer.Train(Tiny.Data(), heldOut: HeldOut());
        Assert.Equal(1, reports);
    }

    [Fact]
    public void SmoothImagesAndLostDiversityAreWarnedOf()
    {
        var good = new ValidationReport(18, 0.5, 1000, 1.02, 0.95, 0.3, 0.06, 0.04, 0.05, 0.9, 32);
        Assert.Empty(ValidationWarnings.Of(good, 0.5, true));
        Assert.Contains("texture 0.45 of 1): if more training does not help, the discriminator seems dead", Assert.Single(ValidationWarnings.Of(good with { TextureSurround = 0.45 }, 0.5, true)));
        Assert.Contains("texture 0.45", Assert.Single(ValidationWarnings.Of(good with { TextureMyocardium = 0.45, TextureSurround = double.NaN }, 0.5, true)));
        Assert.Empty(ValidationWarnings.Of(good with { TextureSurround = 0.45, Dispersion = 0.1 }, 0.1, true));
        Assert.DoesNotContain("discriminator", Assert.Single(ValidationWarnings.Of(good with { TextureMyocardium = 0.45 }, 0.5, false)));
        Assert.Contains("differ from each other by 0.30 of what", Assert.Single(ValidationWarnings.Of(good with { Dispersion = 0.3 }, 0.5, true)));
    }

    [Fact]
    public void ADeadDiscriminatorIsWarnedOfInATraining()
    {
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(10) with { DiscriminatorRate = 1e-8, L1Weight = 1000, Validation = Often });
        var warnings = new List<string>();
        trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.Warned { Message: var message })
                warnings.Add(message);
        };
        trainer.Train(Tiny.Data(), heldOut: HeldOut());
        Assert.Contains(warnings, w => w.Contains("discriminator seems dead"));
    }

    [Fact]
    public void TheScoreIsWonNeitherByBlurNorByAlikeSeeds()
    {
        // Reports as a good, a blurred and a collapsed model give them; the order of their ranked probability scores is that of EnsembleScoreTests.
        var good = new ValidationReport(17.6, 0.54, 1100, 0.98, 0.98, 0.35, 0.069, 0.045, 0.048, 0.98, 64);
        var blurred = new ValidationReport(20.3, 0.66, 700, 0.57, 0.40, 7.0, 0.019, 0.01, 0.062, 0.2, 64);
        var collapsed = new ValidationReport(19.1, 0.60, 900, 0.95, 1.02, 0.19, 0.011, 0.008, 0.075, 0.15, 64);
        Assert.True(good.Score > blurred.Score && good.Score > collapsed.Score);
        Assert.Equal(-20 * Math.Log10(0.048) - 0.35 - Math.Abs(20 * Math.Log10(0.98)), good.Score, 1e-9);
    }

    [Fact]
    public void AScoreThatCannotBeMeasuredIsNeverTheBestAndBlocksNoLaterOne()
    {
        var good = new ValidationReport(18, 0.5, 1000, 1.02, 0.95, 0.3, 0.06, 0.04, 0.05, 0.9, 32);
        var marks = new TrainingMarks();
        Assert.False(marks.Note(good with { SpectrumError = double.NaN }, 10));
        Assert.Null(marks.BestScore);
        Assert.True(marks.Note(good, 20));
        Assert.False(marks.Note(good, 30));
        Assert.Equal((good.Score, 20L, 1, 30L), (marks.BestScore!.Value, marks.BestStep, marks.ValidationsWithoutBest, marks.LastValidatedStep));
        Assert.False(marks.Note(good, 30)); // again, after a roll-back
        Assert.Equal(1, marks.ValidationsWithoutBest);
    }

    [Fact]
    public void ALastValidationThatIsCancelledIsMadeUpFor()
    {
        var folder = Tiny.TemporaryFolder();
        using var cancel = new CancellationTokenSource();
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Tiny.Training(3) with { Validation = Often });
        var validated = 0;
        trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.Progressed { Step: 3 })
                cancel.Cancel();
            validated += happened is TrainingEvent.Validated ? 1 : 0;
        };
        Assert.Throws<OperationCanceledException>(() => trainer.Train(Tiny.Data(), folder, HeldOut(), cancellationToken: cancel.Token));
        Assert.Equal(0, validated);
        Assert.True(trainer.Resume(folder));
        trainer.Train(Tiny.Data(), folder, HeldOut());
        Assert.Equal((3L, 1), (trainer.Step, validated));
    }

    private static TrainingSet HeldOut() => new([.. Tiny.Data(4).Pairs.Select(p => p with { Item = p.Item with { Id = "held-" + p.Item.Id, PatientId = "held" } })]);
}
