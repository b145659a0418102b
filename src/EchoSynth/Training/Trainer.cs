using EchoSynth.Objectives;
using System.Globalization;
using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Distributed;
using EchoSynth.Discriminators;
using EchoSynth.Kernels;
using EchoSynth.Telemetry;
using EchoSynth.Tensors;
using EchoSynth.Validation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Training;

/// <summary>
/// Trains a model, either adversarially (arXiv 2112.07804, algorithm 1; algorithm §7): each step updates the discriminator, with an R1 penalty at intervals,
/// then the denoiser; or, where the denoiser predicts the noise, as a pure diffusion model (algorithm §8). A moving average of the denoiser's weights is
/// what is saved as the model.
/// </summary>
/// <remarks>
/// Not safe for concurrent use. Everything random is a pure function of (options, data, step number), so on the CPU the same call gives the same
/// weights, and a training that was stopped and resumed ends where one that was not would have ended.
/// </remarks>
public sealed partial class Trainer : IDisposable
{
    private readonly EchoModel _model;
    private readonly IDiscriminator? _discriminator;
    private readonly TrainerOptions _options;
    private readonly ILogger _logger;
    private readonly EchoSynthMetrics _metrics;
    private readonly DiffusionProcess _process;
    private readonly TrainerState _state;
    private readonly Reconstruction? _reconstruction;
    private readonly ITrainingObjective _objective;
    private readonly LossMeter _losses = new();
    private readonly TrainerContext _context;

    /// <summary>Makes an adversarial trainer for a model and a discriminator, with fresh optimiser states.</summary>
    /// <param name="model">The model to train; stays the caller's.</param>
    /// <param name="discriminator">The discriminator; stays the caller's. It is moved to the model's device.</param>
    /// <param name="options">Options; defaults when null.</param>
    /// <param name="logger">Where to log; nowhere when null.</param>
    /// <param name="clock">The clock for rates and times; the system's when null.</param>
    /// <param name="metrics">Where to count; the process's shared meter when null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    /// <exception cref="ArgumentException">The discriminator cannot take the model's image size, or the model's network predicts the noise.</exception>
    public Trainer(EchoModel model, IDiscriminator discriminator, TrainerOptions? options = null, ILogger<Trainer>? logger = null, TimeProvider? clock = null, EchoSynthMetrics? metrics = null)
        : this(options, model, discriminator ?? throw new ArgumentNullException(nameof(discriminator)), logger, clock, metrics)
    {
    }

    /// <summary>Makes a trainer for a pure diffusion model, whose network predicts the noise, with a fresh optimiser state.</summary>
    /// <param name="model">The model to train; stays the caller's.</param>
    /// <param name="options">Options; defaults when null. Of no use here are those of the discriminator, R1 and L1.</param>
    /// <param name="logger">Where to log; nowhere when null.</param>
    /// <param name="clock">The clock for rates and times; the system's when null.</param>
    /// <param name="metrics">Where to count; the process's shared meter when null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    /// <exception cref="ArgumentException">The model's network predicts the clean image: it needs a discriminator.</exception>
    public Trainer(EchoModel model, TrainerOptions? options = null, ILogger<Trainer>? logger = null, TimeProvider? clock = null, EchoSynthMetrics? metrics = null)
        : this(options, model, null, logger, clock, metrics)
    {
    }

    private Trainer(TrainerOptions? options, EchoModel model, IDiscriminator? discriminator, ILogger? logger, TimeProvider? clock, EchoSynthMetrics? metrics)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var helpers = HelperThreads.Use();
        var noise = model.Denoiser.Output == DenoiserOutput.Noise;
        if (noise == (discriminator is not null))
        {
            throw new ArgumentException(noise
                ? "The network predicts the noise, which is trained without a discriminator; give none, or build the network with Output = CleanImage."
                : "The network predicts the clean image, which is trained with a discriminator; give one, or build the network with Output = Noise.", nameof(model));
        }
        _options = options ?? new TrainerOptions();
        OptionsGuard.Validate(_options, [.. _options.FurtherErrors(), .. ModelErrors(model), .. noise ? NoiseObjective.Errors(_options) : []]);
        if (discriminator?.CheckSize(model.ImageSize, model.ImageSize) is { } problem)
            throw new ArgumentException(problem, nameof(discriminator));
        (_model, _discriminator) = (model, discriminator);
        (_logger, _metrics) = (logger ?? NullLogger.Instance, metrics ?? EchoSynthMetrics.Shared);
        discriminator?.Module.to(model.Device);
        _process = new DiffusionProcess(model.Schedule, model.Device);
        _state = new TrainerState(model, discriminator, _options);
        if (discriminator is null)
        {
            _objective = new NoiseObjective(model.Denoiser, _process, _state.Denoiser, _options, _losses) { Halved = TellHalved };
        }
        else
        {
            _reconstruction = new Reconstruction(_options, model.Mask, _losses);
            _objective = new AdversarialObjective(model.Denoiser, discriminator, _process, _state, _reconstruction, _options, _losses);
        }
        _context = new TrainerContext
        {
            Options = _options, State = _state, Losses = _losses, Time = clock ?? TimeProvider.System, Peers = new TrainingPeers(null, _options),
            Step = RunStep, Raise = Raise, UseAveragedWeights = UseAveragedWeights, Save = SaveCheckpoint, SaveBest = SaveBest,
        };
    }

    /// <summary>Raised on the training thread, in order; training waits for the handlers, and an exception out of one ends it.</summary>
    public event EventHandler<TrainingEvent>? Happened;

    /// <summary>The ranks that train together, each with a trainer of its own; null for one alone. It stays the caller's.</summary>
    /// <value>The default value is null.</value>
    /// <remarks>
    /// A step's <see cref="TrainerOptions.AccumulationSteps"/> batches are shared out among the ranks, so a training goes the same way however many take part, and may be resumed with another number: gradients are summed in another
    /// order, which rounds differently. Every rank makes the same calls with the same options and data. Rank 0's weights are taken over by all at the start. Rank 0 alone writes the folder and validates; the others wait for it.
    /// Cancelling one rank stops all after the same step. The minibatch deviation of the discriminators is that of one batch, as in a training of one rank.
    /// </remarks>
    public ProcessGroup? Group { get; init; }

    /// <summary>Steps done so far.</summary>
    public long Step => _state.Step;

    /// <summary>Steps after which the training is over: the options' Images by the images of a step, rounded up. Steps of earlier calls count in.</summary>
    public long TotalSteps => _options.TotalSteps;

    /// <summary>Training images seen so far.</summary>
    public long ImagesSeen => _context.ImagesSeen;

    /// <summary>Called on a loader's thread before the batch of a step is prepared: a place for tests to be slow or to fail.</summary>
    internal Action<long>? BeforeBatch
    {
        init => _context.BeforeBatch = value;
    }

    /// <summary>For tests that spoil a training.</summary>
    internal TrainerState State => _state;

    /// <summary>Trains until all images are seen, or until no validation was better for as long as <see cref="ValidationOptions.Patience"/> says.</summary>
    /// <param name="data">The pairs, at the model's size.</param>
    /// <param name="folder">The model folder: checkpoints go into its training/, the averaged weights beside config.json, the best model into its best/. Null writes nothing.</param>
    /// <param name="heldOut">Pairs of other patients, at the model's size, for <see cref="TrainerOptions.Validation"/>; null validates nothing.</param>
    /// <param name="progress">Told every <see cref="TrainerOptions.ReportInterval"/> steps and at the end; <see cref="Happened"/> tells more.</param>
    /// <param name="cancellationToken">Stops after the step at hand; with a folder, a checkpoint is written first.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the checkpoint of the last step done is in the folder.</exception>
    /// <exception cref="TrainingDivergedException">The losses diverged more often than <see cref="TrainerOptions.RollbacksAllowed"/>.</exception>
    /// <exception cref="ArgumentException">The pairs have another size than the model, training and held-out pairs share a patient, a pair is of no domain that the model knows, or the folder holds the checkpoints of another training.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="DistributedException">With a <see cref="Group"/>: a rank is lost, has other options, data or another step, or ended with an error; or the ranks cannot share the batches of a step.</exception>
    /// <exception cref="DeviceMemoryException">
    /// The device's memory is not enough for a step; the trainer is back at its last good state. A pure diffusion model is first trained on with smaller parts of a batch, whose gradients are
    /// added up; an adversarial training is not, since its discriminators compare the images of a batch.
    /// </exception>
    public void Train(TrainingSet data, string? folder = null, TrainingSet? heldOut = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var helpers = HelperThreads.Use();
        try
        {
            Go(data, Group is { IsFirst: false } ? null : folder, Group is { IsFirst: false } ? null : heldOut, progress, cancellationToken);
        }
        catch (Exception e) when (Group is not null && e is not OperationCanceledException)
        {
            Group.Fail(e);
            throw;
        }
    }

    private void Go(TrainingSet data, string? folder, TrainingSet? heldOut, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        CheckSize(data, nameof(data));
        CheckHeldOut(data, heldOut);
        CheckDomains(data, nameof(data));
        CheckDomains(heldOut, nameof(heldOut));
        var fingerprint = data.Fingerprint();
        if (_state.DataFingerprint is { } before && before != fingerprint)
            throw new ArgumentException("This training was begun with other pairs; go on with the same ones, or begin anew.", nameof(data));
        _state.DataFingerprint = fingerprint;
        Share();
        if (_model.Mask.Sector)
            _model.DefaultSector = data.UsualSector();
        _model.Framing = data.Framing;
        var batches = new BatchSource(data, _model.Mask, _options, _model.Schedule.Steps, _model.Denoiser.LatentLength(_model.ImageSize, _model.ImageSize));
        if (folder is not null)
        {
            _state.CheckFolder(folder);
            CatchUp(folder);
        }

        void Tell(object? sender, TrainingEvent happened)
        {
            if (happened is TrainingEvent.Progressed { Progress: var report })
                progress!.Report(report);
        }
        if (progress is not null)
            Happened += Tell;
        _model.Denoiser.Module.train();
        _discriminator?.Module.train();
        using var span = TrainingSpan.Begin(_metrics, _model, _options, Step);
        try
        {
            Raise(new TrainingEvent.Started(Step, ImagesSeen, _context.Now, TotalSteps, data.Pairs.Count, heldOut?.Pairs.Count ?? 0));
            using var run = new TrainingRun(_context, batches, heldOut is null ? null : new Validator(_model, heldOut, _options.Validation, _options.BatchSize), folder, cancellationToken);
            run.Go();
        }
        catch (Exception e) when (span.Failed(e))
        {
            throw; // not reached: the filter notes the error and lets it go by
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            LogCancelled(_logger, Step, folder ?? "nothing");
            throw;
        }
        finally
        {
            span.End(Step);
            Happened -= Tell;
            _model.Denoiser.Module.eval();
            _discriminator?.Module.eval();
            _state.Discriminator?.Freeze(false);
        }
    }

    /// <summary>The options with which the training in a model folder was begun: what a trainer that is to <see cref="Resume"/> it must be made with.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="logger">Where damaged checkpoints are named; nowhere when null.</param>
    /// <returns>Those of the newest whole checkpoint; null where there is none.</returns>
    public static TrainerOptions? SavedOptions(string folder, ILogger<Trainer>? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return TrainerState.Newest(folder, logger ?? NullLogger<Trainer>.Instance)?.State.Options;
    }

    /// <summary>The model's provenance in the newest whole checkpoint of a model folder; null where there is none.</summary>
    /// <param name="folder">The model folder.</param>
    public static IReadOnlyDictionary<string, string>? SavedProvenance(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return TrainerState.Newest(folder, NullLogger.Instance)?.State.Provenance;
    }

    /// <summary>Goes on from the newest whole checkpoint of a model folder.</summary>
    /// <returns>False where the folder holds no checkpoint; nothing is changed then.</returns>
    /// <exception cref="ModelFormatException">The checkpoint is of another model, or was made with other options.</exception>
    public bool Resume(string folder)
    {
        using var helpers = HelperThreads.Use();
        using var span = Span.Begin("echosynth.checkpoint.load", null);
        try
        {
            if (!_state.Load(folder, _logger))
                return false;
            span.Note("echosynth.training.step", Step);
            LogResumed(_logger, folder, Step);
            return true;
        }
        catch (Exception e) when (span.Failed(e))
        {
            throw; // not reached
        }
    }

    /// <summary>Puts the averaged weights into the model, and the model into evaluation mode, until the result is disposed: what to sample with during a training.</summary>
    public IDisposable UseAveragedWeights() => _state.Average.Apply(_model.Denoiser.Module);

    /// <summary>Writes a checkpoint into folder/training and the averaged weights as the folder's model.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void SaveCheckpoint(string folder)
    {
        using (var span = Span.Begin("echosynth.checkpoint.save", _metrics.CheckpointDuration))
        {
            span.Note("echosynth.training.step", Step);
            try
            {
                NoteProvenance();
                _state.Save(folder);
                _model.Save(folder, _state.Average.Values);
            }
            catch (Exception e) when (span.Failed(e))
            {
                throw; // not reached
            }
        }
        Raise(new TrainingEvent.Saved(Step, ImagesSeen, _context.Now, folder, false));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        _state.Dispose();
        _losses.Dispose();
        _reconstruction?.Dispose();
    }

    /// <summary>A process that was killed between a checkpoint and its model left an older model, or none; after the last checkpoint nothing else would write it.</summary>
    private void CatchUp(string folder)
    {
        if (!_state.Owns(folder) || EchoModel.TrainedImages(folder) >= ImagesSeen)
            return;
        NoteProvenance();
        _model.Save(folder, _state.Average.Values);
    }

    private void SaveBest(string folder, ValidationReport report)
    {
        var best = Path.Combine(folder, "best");
        var figures = Path.Combine(best, "validation.json");
        NoteProvenance();
        if (File.Exists(figures))
            File.Delete(figures); // so that they never stand beside other weights than theirs
        _model.Save(best, _state.Average.Values);
        ConfigJson.Write(figures, ValidationFigures.Of(report).ToDictionary(f => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(f.Name), f => double.IsFinite(f.Value) ? f.Value : (double?)null));
        Raise(new TrainingEvent.Saved(Step, ImagesSeen, _context.Now, best, true));
    }

    private void NoteProvenance() => _model.Provenance = new Dictionary<string, string>(_model.Provenance)
    {
        [EchoModel.TrainedImagesKey] = ImagesSeen.ToString(CultureInfo.InvariantCulture),
        ["trainingData"] = _state.DataFingerprint ?? "",
    };

    private bool RunStep(BatchLoader loader, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            var batches = new TrainingBatch[_context.Peers.BatchesPerStep];
            for (var i = 0; i < batches.Length; i++)
            {
                if (loader.Take(_context.Peers.IsAlone ? cancellation : CancellationToken.None) is not { } prepared)
                    return false;
                batches[i] = TrainingBatch.From(prepared, _model.ImageSize, _model.Device);
            }
            _state.SetRates();
            _objective.Update(batches, _state.Step);
            _state.Step++;
            _state.Average.Update(_state.Step);
        }
        catch (Exception e) when (DeviceMemory.IsExhausted(e))
        {
            _metrics.OutOfMemory.Add(1, TrainingSpan.Tags(_model));
            throw TooLarge(e);
        }
        TrainingSpan.Stepped(_metrics, _model, TimeProvider.System.GetElapsedTime(start), _context.Peers.BatchesPerStep * _options.BatchSize);
        return true;
    }

    /// <summary>Makes sure that the ranks of the group are one training, gives all the weights of rank 0, and from now on adds up their gradients.</summary>
    private void Share()
    {
        if (Group is null)
            return;
        if (_options.AccumulationSteps % Group.WorldSize != 0)
        {
            throw Group.Refuse(string.Create(CultureInfo.InvariantCulture,
                $"AccumulationSteps is {_options.AccumulationSteps}; it must be a multiple of the {Group.WorldSize} ranks, who share the batches of a step: {Group.WorldSize} for a step of {Group.WorldSize * _options.BatchSize} images, one batch for each rank."));
        }
        Group.Agree("the training", _state.Facts());
        Group.Broadcast(_state.Live().Select(l => l.Value));
        _state.Denoiser.Share(Group);
        _state.Discriminator?.Share(Group);
        _context.Peers = new TrainingPeers(Group, _options);
    }
}
