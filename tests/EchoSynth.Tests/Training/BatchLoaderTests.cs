using EchoSynth.Augmentation;
using EchoSynth.Checkpoints;
using EchoSynth.Tests.Support;
using EchoSynth.Training;

namespace EchoSynth.Tests.Training;

public sealed class BatchLoaderTests
{
    [Fact]
    public void BatchesComeInOrderAndCompleteHoweverTheThreadsRun()
    {
        var source = Source(new AugmentationOptions { RotationDegrees = 10, Speckle = 0.2 });
        using var loader = new BatchLoader(source.CreateBuffers, (step, buffers, stop) =>
        {
            Thread.Sleep((int)(step * 7 % 5)); // later ones are often ready before earlier ones
            source.Fill(step, buffers, stop);
        }, 4, 24, 4, TimeProvider.System);
        var expected = source.CreateBuffers();
        for (var step = 4L; step < 24; step++)
        {
            var batch = loader.Take(default);
            Assert.NotNull(batch);
            Source(new AugmentationOptions { RotationDegrees = 10, Speckle = 0.2 }).Fill(step, expected, default);
            Assert.Equal(expected.Images, batch.Images);
            Assert.Equal(expected.Masks, batch.Masks);
            Assert.Equal(expected.ForDenoiser.Step, batch.ForDenoiser.Step);
            Assert.Equal(expected.ForDenoiser.OtherLatent, batch.ForDenoiser.OtherLatent);
            Assert.Equal(expected.ForDiscriminator.PosteriorNoise, batch.ForDiscriminator.PosteriorNoise);
        }
        Assert.Throws<InvalidOperationException>(() => loader.Take(default));
    }

    [Fact]
    public void NoMoreThanTheBoundIsPreparedAheadAndBuffersAreUsedAgain()
    {
        int created = 0, filled = 0;
        var source = Source(null);
        using (var loader = new BatchLoader(() => { Interlocked.Increment(ref created); return source.CreateBuffers(); }, (_, _, _) => Interlocked.Increment(ref filled), 0, 1000, 3, TimeProvider.System))
        {
            for (var i = 0; i < 100; i++)
                Assert.NotNull(loader.Take(default));
            Thread.Sleep(20);
            Assert.InRange(filled, 100, 103);
            Assert.InRange(created, 1, 4);
        }
    }

    [Fact]
    public void AnErrorInTheSourceComesOutOfTrainAfterTheStepsBeforeIt()
    {
        using var run = new SmallRun(20, step => { if (step == 5) throw new IOException("a pair went away"); });
        Assert.Equal("a pair went away", Assert.Throws<IOException>(() => run.Trainer.Train(Tiny.Data())).Message);
        Assert.Equal(5, run.Trainer.Step);
    }

    [Fact]
    public void CancellationWaitsForNoBatchAndLeavesNothingRunning()
    {
        int begun = 0, running = 0;
        using var cancel = new CancellationTokenSource();
        var folder = Tiny.TemporaryFolder();
        using var run = new SmallRun(50, step =>
        {
            Interlocked.Increment(ref begun);
            Interlocked.Increment(ref running);
            if (step == 4)
            {
                cancel.Token.WaitHandle.WaitOne();
                Thread.Sleep(500);
            }
            Interlocked.Decrement(ref running);
        });
        // Cancelled while training waits for the very batch that does not come.
        var atFour = new Each(p => { if (p.Step == 4) cancel.CancelAfter(50); });
        Assert.Throws<OperationCanceledException>(() => run.Trainer.Train(Tiny.Data(), folder, null, atFour, cancel.Token));
        Assert.Equal(0, running);
        Assert.Equal(4, run.Trainer.Step);
        Assert.True(Directory.Exists(Path.Combine(folder, "training", "step-000000004")));
        var then = begun;
        Thread.Sleep(50);
        Assert.Equal(then, begun);
    }

    [Fact]
    public void AnAugmentedTrainingResumesBitForBitAndCannotChangeItsAugmentation()
    {
        var (straight, stopped) = (Tiny.TemporaryFolder(), Tiny.TemporaryFolder());
        using (var run = new SmallRun(12, null, AugmentationOptions.Mild))
            run.Trainer.Train(Tiny.Data(), straight);
        using (var run = new SmallRun(12, null, AugmentationOptions.Mild))
        {
            using var cancel = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => run.Trainer.Train(Tiny.Data(), stopped, null, new Each(p => { if (p.Step == 5) cancel.Cancel(); }), cancel.Token));
        }
        using (var run = new SmallRun(12, step => Thread.Sleep((int)(step % 3 * 10)), AugmentationOptions.Mild))
        {
            Assert.True(run.Trainer.Resume(stopped));
            run.Trainer.Train(Tiny.Data(), stopped);
        }
        Assert.Equal(File.ReadAllBytes(Path.Combine(straight, "denoiser.safetensors")), File.ReadAllBytes(Path.Combine(stopped, "denoiser.safetensors")));

        using (var run = new SmallRun(12, null, AugmentationOptions.Mild with { Gain = 0.2 }))
            Assert.Contains("other options", Assert.Throws<ModelFormatException>(() => run.Trainer.Resume(stopped)).Message);
        using var plain = new SmallRun(12, null);
        plain.Trainer.Train(Tiny.Data(), stopped = Tiny.TemporaryFolder());
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(straight, "denoiser.safetensors")), File.ReadAllBytes(Path.Combine(stopped, "denoiser.safetensors")));
    }

    [Fact]
    public void TheShareOfTimeSpentWaitingIsTold()
    {
        double[] Shares(Action<long>? before)
        {
            var shares = new List<double>();
            using var run = new SmallRun(12, before);
            run.Trainer.Train(Tiny.Data(), progress: new Each(p => shares.Add(p.WaitingForData)));
            Assert.Equal(12, shares.Count);
            Assert.All(shares, s => Assert.InRange(s, 0, 1));
            return [.. shares.Skip(4).Order()];
        }

        var (fast, slow) = (Shares(null), Shares(_ => Thread.Sleep(600)));
        Assert.True(slow[^1] > 0.3, $"slow: {string.Join(", ", slow)}");
        Assert.True(fast[0] < 0.2, $"fast: {string.Join(", ", fast)}");
    }

    private static BatchSource Source(AugmentationOptions? augmentation) =>
        new(Tiny.Data(), new MaskEncoding(), Tiny.Training(30) with { Augmentation = augmentation, SpreadWeight = 0.5 }, 4, 4);

    private sealed class SmallRun(int steps, Action<long>? before, AugmentationOptions? augmentation = null) : IDisposable
    {
        private readonly EchoModel _model = Tiny.Model();
        private readonly EchoSynth.Discriminators.PatchDiscriminator _patch = Tiny.Patch();

        public Trainer Trainer => field ??= new Trainer(_model, _patch, Tiny.Training(steps) with { Augmentation = augmentation }) { BeforeBatch = before };

        public void Dispose()
        {
            Trainer.Dispose();
            _model.Dispose();
            _patch.Dispose();
        }
    }

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
