using EchoSynth.Logs;
using EchoSynth.Tests.Support;
using EchoSynth.Training;

namespace EchoSynth.Tests.Logs;

public sealed class AttachTests
{
    [Fact]
    public void ATrainingFillsBothLogsInOrder()
    {
        var folder = Tiny.TemporaryFolder();
        using var run = new Run(6);
        using var lines = new JsonLinesLog(Path.Combine(folder, "log.jsonl"));
        using var board = new TensorBoardLog(folder);
        var kept = new Kept();
        lines.Attach(run.Trainer);
        board.Attach(run.Trainer);
        kept.Attach(run.Trainer);
        run.Trainer.Train(Tiny.Data());

        var progressed = kept.Events.OfType<TrainingEvent.Progressed>().ToList();
        Assert.Equal([1, 2, 3, 4, 5, 6], progressed.Select(p => p.Step));
        Assert.Equal(kept.Events.Count, File.ReadAllLines(Path.Combine(folder, "log.jsonl")).Length);
        var curve = TensorBoardFile.Read(board.Path).SelectMany(e => e.Values.Where(v => v.Tag == "loss/l1").Select(v => (e.Step, v.Scalar!.Value)));
        Assert.Equal(progressed.Select(p => (p.ImagesSeen, (float)p.Progress.Losses["l1"])), curve);
    }

    [Fact]
    public void AConnectionEndsWhenDisposed()
    {
        using var run = new Run(3);
        var (stays, leaves) = (new Kept(), new Kept());
        stays.Attach(run.Trainer);
        leaves.Attach(run.Trainer).Dispose();
        run.Trainer.Train(Tiny.Data());
        Assert.NotEmpty(stays.Events);
        Assert.Empty(leaves.Events);
    }

    [Fact]
    public void TheDocumentedExampleWorks()
    {
        var path = Path.Combine(Tiny.TemporaryFolder(), "curve.csv");
        using (var run = new Run(3))
        using (var curve = new CsvCurve(path))
        {
            curve.Attach(run.Trainer);
            run.Trainer.Train(Tiny.Data());
        }
        Assert.Equal(["2", "4", "6"], File.ReadAllLines(path).Select(l => l.Split(',')[0]));
    }

    [Fact]
    public void AnExceptionOutOfALogEndsTheTraining()
    {
        using var run = new Run(6);
        new Kept { FailAt = 3 }.Attach(run.Trainer);
        Assert.Equal("no room", Assert.Throws<IOException>(() => run.Trainer.Train(Tiny.Data())).Message);
        Assert.Equal(3, run.Trainer.Step);
    }

    private sealed class Kept : ITrainingLog
    {
        public List<TrainingEvent> Events { get; } = [];

        public long FailAt { get; init; } = -1;

        public void Write(TrainingEvent happened)
        {
            if (happened.Step == FailAt)
                throw new IOException("no room");
            Events.Add(happened);
        }

        public void Dispose()
        {
        }
    }

    private sealed class Run : IDisposable
    {
        private readonly EchoSynth.Checkpoints.EchoModel _model = Tiny.Model();
        private readonly EchoSynth.Discriminators.PatchDiscriminator _patch = Tiny.Patch();

        public Run(int steps) => Trainer = new Trainer(_model, _patch, Tiny.Training(steps));

        public Trainer Trainer { get; }

        public void Dispose()
        {
            Trainer.Dispose();
            _model.Dispose();
            _patch.Dispose();
        }
    }
}
