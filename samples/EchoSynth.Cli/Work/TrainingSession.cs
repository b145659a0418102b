using EchoSynth.Checkpoints;
using EchoSynth.Cli.Runtime;
using EchoSynth.Cli.Terminal;
using EchoSynth.Discriminators;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Training;

namespace EchoSynth.Cli.Work;

/// <summary>A training from reading the pairs to the last checkpoint, with its progress shown.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly IDiscriminator _discriminator;
    private readonly Trainer _trainer;
    private readonly List<TrainingProgress> _reports = [];

    public TrainingSession(TrainingPlan plan, IEchoDataset dataset, CancellationToken cancellation)
    {
        Threads.Apply(plan.Threads);
        var device = Devices.Parse(plan.Device);
        Data = Stages.Run("reading", "pairs", stage =>
            TrainingSet.Load(dataset, plan.Preset.ImageSize, plan.Items, new DirectProgress<int>(n => stage.Report(n, plan.Items.Count)), cancellation));
        Model = plan.Preset.CreateModel(plan.Options.Seed).To(device);
        Model.Provenance = plan.Provenance();
        _discriminator = plan.Preset.CreateDiscriminator(plan.Options.Seed);
        _trainer = new Trainer(Model, _discriminator, plan.Options);
    }

    public TrainingSet Data { get; }

    public EchoModel Model { get; }

    /// <summary>What the trainer reported, in order.</summary>
    public IReadOnlyList<TrainingProgress> Reports => _reports;

    public void Resume(string folder)
    {
        if (!_trainer.Resume(folder))
            throw new CommandException($"{folder}: holds a model but no whole checkpoint in training/, so this training cannot go on.");
        Console.WriteLine(_trainer.Step >= _trainer.TotalSteps
            ? $"All {_trainer.ImagesSeen} images were seen already; nothing is left to do."
            : $"Going on after {_trainer.ImagesSeen} images.");
    }

    public void Run(string? folder, CancellationToken cancellation) => Stages.Run("training", "images", stage =>
        _trainer.Train(Data, folder, null, new DirectProgress<TrainingProgress>(p =>
        {
            _reports.Add(p);
            stage.Report(p.ImagesSeen, p.TotalSteps * (p.ImagesSeen / Math.Max(1, p.Step)), $"{Texts.RateAndRest(p.ImagesPerSecond, p.Remaining)}, {Texts.Losses(p.Losses)}");
        }), cancellation));

    public void Dispose()
    {
        _trainer.Dispose();
        _discriminator.Dispose();
        Model.Dispose();
    }
}
