using System.Diagnostics;
using EchoSynth.Checkpoints;
using EchoSynth.Distributed;
using EchoSynth.Tests.Support;
using EchoSynth.Training;

namespace EchoSynth.Tests.Distributed;

/// <summary>Ranks that train together do what one process does.</summary>
public sealed class SharedTrainingTests
{
    private static TrainerOptions Options(int steps, int batches, double spread = 0.5) =>
        Tiny.Training(steps) with { Images = 2L * batches * steps, AccumulationSteps = batches, SpreadWeight = spread, GradientClip = 1, CheckpointInterval = 10, SnapshotInterval = 10 };

    [RanksFact]
    public void TwoAndFourRanksTrainToTheBitAsOneProcess()
    {
        foreach (var ranks in new[] { 2, 4 })
        {
            var (alone, together) = (Tiny.TemporaryFolder(), Tiny.TemporaryFolder());
            Train(Options(50, ranks), alone);
            Ranks.RunAll(ranks, group => Train(Options(50, ranks), together, group));
            foreach (var file in Directory.GetFiles(alone, "*.safetensors", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(alone, f)))
                Assert.Equal(File.ReadAllBytes(Path.Combine(alone, file)), File.ReadAllBytes(Path.Combine(together, file)));
        }
    }

    [RanksFact]
    public void AllRanksHaveTheSameWeightsAndReportTheSameMeans()
    {
        var (hashes, reports) = (new string[2], new List<double>[2]);
        Ranks.RunAll(2, group =>
        {
            var seen = reports[group.Rank] = [];
            hashes[group.Rank] = Train(Options(6, 4), null, group, progress: new Each(p => seen.AddRange(p.Losses.OrderBy(l => l.Key).Select(l => l.Value))), initSeed: 1 + group.Rank);
        });
        Assert.Equal(hashes[0], hashes[1]);
        Assert.Equal(reports[0], reports[1]);

        // Two batches a rank are summed in another order than four of one process: nearly the same losses at first, and no longer to the bit.
        var alone = new List<double>();
        Train(Options(6, 4), null, progress: new Each(p => alone.AddRange(p.Losses.OrderBy(l => l.Key).Select(l => l.Value))));
        Assert.Equal(alone.Count, reports[0].Count);
        Assert.All(alone.Zip(reports[0]).Take(10), l => Assert.Equal(l.First, l.Second, 1e-4 * Math.Max(1, Math.Abs(l.First))));
    }

    [RanksFact]
    public void OneGroupServesOneTrainingAfterAnother()
    {
        var hashes = new string[2, 2];
        Ranks.RunAll(2, group =>
        {
            for (var i = 0; i < 2; i++)
            {
                var options = Options(10, 2) with { Seed = i, Validation = new ValidationOptions { Interval = 5, Pairs = 2, SpreadPairs = 2, Seeds = 2 } };
                hashes[group.Rank, i] = Train(options, i == 0 ? null : Tiny.TemporaryFolder(), group, heldOut: true);
            }
        });
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(hashes[0, i], hashes[1, i]);
            Assert.Equal(Train(Options(10, 2) with { Seed = i }, null), hashes[0, i]);
        }
    }

    [RanksFact]
    public void AResumedTrainingMayHaveAnotherNumberOfRanks()
    {
        var (alone, changed) = (Tiny.TemporaryFolder(), Tiny.TemporaryFolder());
        Train(Options(20, 2), alone);
        using var stop = new CancellationTokenSource();
        // Told on one rank, both stop after the same step.
        var errors = Ranks.Run(2, group => Train(
            Options(20, 2), changed, group, group.Rank == 1 ? new Each(p => StopAt(8, p, stop)) : null, cancel: group.Rank == 1 ? stop.Token : default));
        Assert.All(errors, e => Assert.IsAssignableFrom<OperationCanceledException>(e));
        Assert.True(Directory.Exists(Path.Combine(changed, "training", "step-000000008")));
        Train(Options(20, 2), changed);
        Assert.Equal(File.ReadAllBytes(Path.Combine(alone, "denoiser.safetensors")), File.ReadAllBytes(Path.Combine(changed, "denoiser.safetensors")));
    }

    [RanksFact]
    public void Rank0ValidatesAndTheOthersStopWithIt()
    {
        var folder = Tiny.TemporaryFolder();
        var steps = new long[2];
        Ranks.RunAll(2, group =>
        {
            // Steps so long that nothing gets better after the first validation.
            var options = Options(40, 2) with { DenoiserRate = 0.1, Validation = new ValidationOptions { Interval = 5, Patience = 1, Pairs = 2, SpreadPairs = 2, Seeds = 2 } };
            steps[group.Rank] = -1;
            Train(options, folder, group, heldOut: true, done: t => steps[group.Rank] = t.Step);
        });
        Assert.Equal([10, 10], steps); // before the end, by a validation that only rank 0 made
        Assert.True(Directory.Exists(Path.Combine(folder, "best")));
    }

    [RanksFact]
    public void AValidationIsBrokenOffWhenARankIsLost()
    {
        // Long enough that it would go on for many seconds after rank 1 is lost.
        var options = Options(20, 2) with { Validation = new ValidationOptions { Interval = 5, Pairs = 4, SpreadPairs = 4, Seeds = 100 } };
        using var validating = new ManualResetEventSlim();
        var clock = new Stopwatch();
        var validated = false;
        var errors = Ranks.Run(2, group =>
        {
            if (group.Rank == 1)
            {
                _ = Task.Run(() =>
                {
                    validating.Wait();
                    Thread.Sleep(200);
                    clock.Start();
                    group.Fail(new InvalidOperationException("gone"));
                });
                Train(options, null, group, heldOut: true);
            }
            else
            {
                Train(options, null, group, new Each(p => { if (p.Step == 5) validating.Set(); }), heldOut: true, happened: e => validated |= e is TrainingEvent.Validated);
            }
        }, seconds: 4);
        Assert.Contains("Rank 1 ended with an error: gone", Assert.IsType<DistributedException>(errors[0]).Message, StringComparison.Ordinal);
        Assert.False(validated, "the validation went on to its end");
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [RanksFact]
    public void ImagesOfAllRanksAreCountedOnce()
    {
        using var metered = new Metered();
        Ranks.RunAll(2, group => Train(Options(4, 2), null, group, metrics: metered.Metrics()));
        Assert.Equal(4 * 2 * 2, metered.Sum("echosynth.training.images"));
    }

    [RanksFact]
    public void OtherOptionsDataOrStepsAreRefusedOnAllRanks()
    {
        var errors = Ranks.Run(2, group => Train(Options(4, 2) with { DenoiserRate = group.Rank == 0 ? 1e-3 : 2e-3 }, null, group), seconds: 10);
        Assert.All(errors, e => Assert.Contains("denoiserRate is 0.002 on rank 1 and 0.001 on rank 0", Assert.IsType<DistributedException>(e).Message, StringComparison.Ordinal));
        errors = Ranks.Run(2, group => Train(Options(4, 2), null, group, pairs: 3 + group.Rank), seconds: 10);
        Assert.All(errors, e => Assert.Contains("the data's fingerprint is ", Assert.IsType<DistributedException>(e).Message, StringComparison.Ordinal));
        errors = Ranks.Run(2, group => Train(Options(4, 2 + group.Rank), null, group), seconds: 10);
        Assert.All(errors, e => Assert.Contains("AccumulationSteps is 3; it must be a multiple of the 2 ranks", Assert.IsType<DistributedException>(e).Message, StringComparison.Ordinal));
        errors = Ranks.Run(2, group => Train(Options(4, 3), null, group), seconds: 10);
        Assert.All(errors, e => Assert.Contains("AccumulationSteps is 3; it must be a multiple of the 2 ranks", Assert.IsType<DistributedException>(e).Message, StringComparison.Ordinal));
    }

    /// <returns>The weights' hash.</returns>
    private static string Train(
        TrainerOptions options, string? folder, ProcessGroup? group = null, IProgress<TrainingProgress>? progress = null, long initSeed = 1, int pairs = 4, bool heldOut = false, Action<Trainer>? done = null,
        Action<TrainingEvent>? happened = null, EchoSynth.Telemetry.EchoSynthMetrics? metrics = null, CancellationToken cancel = default)
    {
        using var model = new EchoModel(new EchoSynth.Denoisers.SpadeUNetDenoiser(Tiny.SpadeOptions with { InitSeed = initSeed }), Tiny.Size);
        using var discriminator = Tiny.Patch();
        using var trainer = new Trainer(model, discriminator, options, metrics: metrics) { Group = group };
        trainer.Happened += (_, e) => happened?.Invoke(e);
        if (folder is not null)
            trainer.Resume(folder);
        trainer.Train(Tiny.Data(pairs), folder, heldOut ? HeldOut() : null, progress, cancel);
        done?.Invoke(trainer);
        return model.WeightsHash();
    }

    private static void StopAt(long step, TrainingProgress progress, CancellationTokenSource stop)
    {
        if (progress.Step == step)
            stop.Cancel();
    }

    private static TrainingSet HeldOut() => new([.. Tiny.Data(4).Pairs.Select(p => p with { Item = p.Item with { Id = "held-" + p.Item.Id, PatientId = "held" } })]);

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
