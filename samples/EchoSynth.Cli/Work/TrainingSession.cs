using EchoSynth.Checkpoints;
using EchoSynth.Cli.Runtime;
using EchoSynth.Cli.Terminal;
using EchoSynth.Discriminators;
using EchoSynth.Distributed;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Training;

namespace EchoSynth.Cli.Work;

/// <summary>A training from reading the pairs to the last checkpoint, with its progress shown.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly IDiscriminator _discriminator;
    private readonly Trainer _trainer;
    private readonly TrainingSetOptions _pairs;
    private readonly List<TrainingProgress> _reports = [];

    /// <param name="plan">What to train.</param>
    /// <param name="dataset">The pairs.</param>
    /// <param name="resume">The model folder of the training to go on with; null for a new one.</param>
    /// <param name="group">The ranks that train together; null for this process alone.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public TrainingSession(TrainingPlan plan, IEchoDataset dataset, string? resume, ProcessGroup? group, CancellationToken cancellation)
    {
        Threads.Apply(plan.Threads);
        _pairs = plan.Pairs;
        var mask = new MaskEncoding { Domains = DomainSource.Names(plan.Items) };
        Model = plan.Preset.CreateModel(plan.Options.Seed, mask).To(Devices.Parse(plan.Device));
        Model.Provenance = plan.Provenance();
        Model.Framing = plan.Pairs.Framing;
        _discriminator = plan.Preset.CreateDiscriminator(plan.Options.Seed, mask: mask);
        _trainer = new Trainer(Model, _discriminator, plan.Options) { Group = group };
        // Options that do not fit are told before the pairs are read.
        if (resume is not null)
            Resume(resume);
        Data = Read(dataset, plan.Items, cancellation)!;
    }

    public TrainingSet Data { get; }

    public EchoModel Model { get; }

    public long Step => _trainer.Step;

    public long ImagesSeen => _trainer.ImagesSeen;

    /// <summary>What the trainer reported, in order.</summary>
    public IReadOnlyList<TrainingProgress> Reports => _reports;

    /// <returns>Null for no items.</returns>
    public TrainingSet? Read(IEchoDataset dataset, IReadOnlyList<EchoItem> items, CancellationToken cancellation) => items.Count == 0 ? null : Stages.Run("reading", "pairs", stage =>
        TrainingSet.Load(dataset, Model.ImageSize, items, _pairs, new DirectProgress<int>(n => stage.Report(n, items.Count)), cancellation));

    public void Run(string? folder, TrainingSet? heldOut, TrainingWatch? watch, CancellationToken cancellation) => Stages.Run("training", "images", stage =>
    {
        using var watching = watch?.Begin(_trainer, stage);
        _trainer.Train(Data, folder, heldOut, new DirectProgress<TrainingProgress>(p =>
        {
            _reports.Add(p);
            stage.Report(p.ImagesSeen, p.TotalSteps * (p.ImagesSeen / Math.Max(1, p.Step)), $"{Texts.RateAndRest(p.ImagesPerSecond, p.Remaining)}, {Texts.Losses(p.Losses)}");
        }), cancellation);
    });

    public void Dispose()
    {
        Data.Dispose();
        _trainer.Dispose();
        _discriminator.Dispose();
        Model.Dispose();
    }

    private void Resume(string folder)
    {
        if (!_trainer.Resume(folder))
            throw new CommandException($"{folder}: holds a model but no whole checkpoint in training/, so this training cannot go on.");
        Console.WriteLine(_trainer.Step >= _trainer.TotalSteps
            ? $"All {Texts.Count(_trainer.ImagesSeen, "image")} were seen already; nothing is left to do."
            : $"Going on after {Texts.Count(_trainer.ImagesSeen, "image")}.");
    }
}
