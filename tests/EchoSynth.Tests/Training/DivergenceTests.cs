using EchoSynth.Checkpoints;
using EchoSynth.Tests.Support;
using EchoSynth.Training;
using static TorchSharp.torch;

namespace EchoSynth.Tests.Training;

public class DivergenceTests
{
    private static readonly TrainerOptions Options = Tiny.Training(12) with { SnapshotInterval = 3, RollbacksAllowed = 2 };

    [Fact]
    public void ANonFiniteLossRollsBackHalvesTheRatesAndGoesOn()
    {
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Options with { RateDecay = RateDecay.Constant });
        var (rolledBack, rates) = (new List<TrainingEvent.RolledBack>(), new List<(long, double)>());
        trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.Progressed { Step: 5 } && rolledBack.Count == 0)
                Spoil(model);
            if (happened is TrainingEvent.Progressed { Progress: var p })
                rates.Add((p.Step, p.DenoiserRate));
            if (happened is TrainingEvent.RolledBack e)
                rolledBack.Add(e);
        };
        trainer.Train(Tiny.Data());

        var back = Assert.Single(rolledBack);
        Assert.Equal((3L, 6L, 0.5), (back.Step, back.FromStep, back.RateFactor));
        Assert.Contains("loss is NaN", back.Reason);
        Assert.Equal([1L, 2, 3, 4, 5, 4, 5, 6, 7, 8, 9, 10, 11, 12], rates.Select(r => r.Item1));
        Assert.All(rates.Take(5), r => Assert.Equal(1e-3, r.Item2));
        Assert.All(rates.Skip(5), r => Assert.Equal(0.5e-3, r.Item2));
        Assert.True(trainer.State.IsFinite());
    }

    [Fact]
    public void RollingBackGivesTheVeryStateBack()
    {
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Options);
        string? before = null, after = null;
        trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.Progressed { Step: 3 } && before is null)
                before = Everything(trainer);
            if (happened is TrainingEvent.Progressed { Step: 5 } && after is null)
                Spoil(model);
            if (happened is TrainingEvent.RolledBack)
                after = Everything(trainer);
        };
        trainer.Train(Tiny.Data());
        Assert.NotNull(before);
        Assert.Equal(before, after);
    }

    [Fact]
    public void ATrainingThatWasRolledBackIsAsRepeatableAsAnyOther()
    {
        string Train()
        {
            using var model = Tiny.Model();
            using var patch = Tiny.Patch();
            using var trainer = new Trainer(model, patch, Options);
            trainer.Happened += (_, happened) =>
            {
                if (happened is TrainingEvent.Progressed { Step: 5 } && trainer.State.Marks.Rollbacks == 0)
                    Spoil(model);
            };
            trainer.Train(Tiny.Data());
            Assert.Equal(1, trainer.State.Marks.Rollbacks);
            return model.WeightsHash();
        }

        Assert.Equal(Train(), Train());
    }

    [Fact]
    public void ItGivesUpAfterTheStatedNumberWithGoodWeights()
    {
        var folder = Tiny.TemporaryFolder();
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Options with { CheckpointInterval = 2 });
        var count = 0;
        trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.Progressed { Step: 5 })
                Spoil(model);
            if (happened is TrainingEvent.RolledBack)
                count++;
        };
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Train(Tiny.Data(), folder));
        Assert.Equal(2, count);
        Assert.Contains("loss is NaN", error.Message);
        Assert.Contains("rolled back 2 times already", error.Message);
        Assert.Contains("DenoiserRate (0.001)", error.Message);
        Assert.True(trainer.State.IsFinite());
        using var saved = EchoModel.Load(folder); // refuses weights that are not finite? it must at least be the one of step 4
        Assert.Equal("8", saved.Provenance["trainedImages"]);
    }

    [Fact]
    public void ALossThatExplodesButIsFiniteRollsBackToo()
    {
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Options);
        var reasons = new List<string>();
        trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.RolledBack { Reason: var reason })
                reasons.Add(reason);
            if (happened is not TrainingEvent.Progressed { Step: 7 } || reasons.Count > 0)
                return;
            using var frozen = no_grad();
            foreach (var weights in patch.parameters())
                weights.mul_(40);
        };
        trainer.Train(Tiny.Data());
        Assert.Contains("times its median of late", Assert.Single(reasons));
        Assert.True(trainer.State.IsFinite());
    }

    [Fact]
    public void WeightsThatBreakAfterAFiniteLossAreNeverSaved()
    {
        var folder = Tiny.TemporaryFolder();
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        using var trainer = new Trainer(model, patch, Options with { CheckpointInterval = 4, SnapshotInterval = 100 });
        var reasons = new List<string>();
        trainer.Happened += (_, happened) =>
        {
            if (happened is TrainingEvent.Progressed { Step: 4 } && reasons.Count == 0)
                Spoil(model); // the losses of step 4 were fine and are reported already
            if (happened is TrainingEvent.RolledBack { Reason: var reason })
                reasons.Add(reason);
            if (happened is TrainingEvent.Saved)
                Assert.True(trainer.State.IsFinite());
        };
        trainer.Train(Tiny.Data(), folder);
        Assert.Equal(["weights are not finite"], reasons);
    }

    [Fact]
    public void WeightsThatAreNotFiniteAtTheStartAreRefused()
    {
        var folder = Tiny.TemporaryFolder();
        using var model = Tiny.Model();
        using var patch = Tiny.Patch();
        Spoil(model);
        using var trainer = new Trainer(model, patch, Options);
        Assert.Contains("not finite before step 1", Assert.Throws<TrainingDivergedException>(() => trainer.Train(Tiny.Data(), folder)).Message);
        Assert.False(Directory.Exists(Path.Combine(folder, "training")));
    }

    [Fact]
    public void TheHalvedRateIsResumedWith()
    {
        var folder = Tiny.TemporaryFolder();
        using (var model = Tiny.Model())
        using (var patch = Tiny.Patch())
        using (var trainer = new Trainer(model, patch, Options))
        {
            trainer.Happened += (_, happened) =>
            {
                if (happened is TrainingEvent.Progressed { Step: 5 } && trainer.State.Marks.Rollbacks == 0)
                    Spoil(model);
            };
            trainer.Train(Tiny.Data(), folder);
        }
        using var again = Tiny.Model();
        using var patchAgain = Tiny.Patch();
        using var resumed = new Trainer(again, patchAgain, Options);
        Assert.True(resumed.Resume(folder));
        Assert.Equal((1, 0.5), (resumed.State.Marks.Rollbacks, resumed.State.Marks.RateFactor));
    }

    [Fact]
    public void TheGuardComparesALossWithItsMedian()
    {
        var guard = new DivergenceGuard(new TrainerOptions { ExplosionFactor = 20 }, new TrainingMarks());
        for (var i = 0; i < 8; i++)
            Assert.Null(guard.Problem(new Dictionary<string, double> { ["l1"] = 0.1 + 0.01 * i, ["adversarial"] = 1e-9, ["r1"] = i % 2 == 0 ? 0.001 : 50 }));
        Assert.Null(guard.Problem(new Dictionary<string, double> { ["l1"] = 1.5, ["spread"] = 2, ["norm.denoiser"] = 1e9, ["r1"] = 900 }));
        Assert.Contains("the l1 loss is 3.5, more than 20 times its median", guard.Problem(new Dictionary<string, double> { ["l1"] = 3.5 }));
        Assert.Contains("the r1 loss is 3000", guard.Problem(new Dictionary<string, double> { ["r1"] = 3000 }));
        Assert.Null(guard.Problem(new Dictionary<string, double> { ["adversarial"] = 9.7 })); // the discriminator wins: no divergence
        Assert.Contains("the adversarial loss is 55", guard.Problem(new Dictionary<string, double> { ["adversarial"] = 55 }));
        Assert.Contains("the l1 loss is Infinity", guard.Problem(new Dictionary<string, double> { ["l1"] = double.PositiveInfinity }));
        Assert.Contains("r1", guard.Problem(new Dictionary<string, double> { ["r1"] = double.NaN }));
    }

    [Fact]
    public void TheGuardWithoutAFactorLooksAtFinitenessAlone()
    {
        var guard = new DivergenceGuard(new TrainerOptions { ExplosionFactor = 0 }, new TrainingMarks());
        for (var i = 0; i < 30; i++)
            Assert.Null(guard.Problem(new Dictionary<string, double> { ["l1"] = Math.Pow(10, i) }));
        Assert.NotNull(guard.Problem(new Dictionary<string, double> { ["l1"] = double.NaN }));
    }

    private static void Spoil(EchoModel model)
    {
        using var frozen = no_grad();
        model.Denoiser.Module.parameters().First().fill_(double.NaN);
    }

    private static string Everything(Trainer trainer)
    {
        using var scope = NewDisposeScope();
        var all = trainer.State.Live().OrderBy(l => l.Name, StringComparer.Ordinal).SelectMany(l => l.Value.detach().cpu().contiguous().bytes.ToArray()).ToArray();
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(all)) + string.Join(',', trainer.State.Denoiser.OptimizerSteps) + string.Join(',', trainer.State.Discriminator!.OptimizerSteps);
    }
}
