using EchoSynth.Cli.Runtime;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Logs;
using EchoSynth.Training;
using Device = TorchSharp.torch.Device;

namespace EchoSynth.Cli.Ablation;

/// <summary>Trains the variants, some at the same time, each with a thread, a model and a folder of its own; what was done before is not done again.</summary>
internal sealed class VariantTraining(ModelPreset preset, IReadOnlyList<AblationVariant> variants, AblationFolder folder, TrainingSet data, Device device, int threads)
{
    private readonly long[] _seen = new long[variants.Count];
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private long _before;

    public void Run(int jobs, CancellationToken cancellation) => Stages.Run("training", "images", stage =>
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var errors = new List<Exception>();
        var next = -1;
        void Work()
        {
            // The number of threads is a property of each thread.
            Threads.Apply(threads > 0 ? threads : jobs > 1 ? 1 : 0);
            try
            {
                for (int i; (i = Interlocked.Increment(ref next)) < variants.Count;)
                    Train(i, stage, stop.Token);
            }
            catch (Exception e)
            {
                lock (errors)
                    errors.Add(e);
                stop.Cancel(); // the others write a checkpoint and stop
            }
        }
        var workers = Enumerable.Range(0, Math.Min(jobs, variants.Count)).Select(i => new Thread(Work) { Name = $"training {i + 1}" }).ToArray();
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
        cancellation.ThrowIfCancellationRequested();
        if (errors.FirstOrDefault(e => e is not OperationCanceledException) is { } error)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
    });

    private void Train(int index, IStage stage, CancellationToken cancellation)
    {
        var variant = variants[index];
        var target = folder.Model(variant);
        using var model = variant.CreateModel(preset).To(device);
        using var discriminator = variant.CreateDiscriminator(preset);
        using var trainer = discriminator is null ? new Trainer(model, variant.Options) : new Trainer(model, discriminator, variant.Options);
        model.Provenance = new Dictionary<string, string> { ["preset"] = preset.Name, ["ablation"] = variant.Name };
        var resumed = trainer.Resume(target);
        Report(index, trainer.ImagesSeen, resumed, stage);
        if (resumed && trainer.Step >= trainer.TotalSteps)
        {
            stage.Note($"{variant.Name}: was trained before");
            trainer.Train(data, target, cancellationToken: cancellation); // no step is left, but a process killed before it wrote the model may have left that
            return;
        }
        stage.Note(resumed ? $"{variant.Name}: going on after {Texts.Count(trainer.ImagesSeen, "image")}" : $"{variant.Name}: begins");
        using (var log = new JsonLinesLog(Path.Combine(target, "log.jsonl")))
        using (log.Attach(trainer))
            trainer.Train(data, target, null, new DirectProgress<TrainingProgress>(p => Report(index, p.ImagesSeen, false, stage)), cancellation);
        stage.Note($"{variant.Name}: trained");
    }

    private void Report(int index, long seen, bool before, IStage stage)
    {
        lock (_seen)
        {
            _before += before ? seen : 0;
            _seen[index] = Math.Min(seen, variants[index].Options.Images);
            var (done, total) = (_seen.Sum(), variants.Sum(v => v.Options.Images));
            var rate = (done - _before) / Math.Max(1e-3, TimeProvider.System.GetElapsedTime(_start).TotalSeconds);
            stage.Report(done, total, rate > 0 ? Texts.RateAndRest(rate, TimeSpan.FromSeconds((total - done) / rate)) : "");
        }
    }
}
