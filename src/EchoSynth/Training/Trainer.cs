using EchoSynth.Objectives;
using EchoSynth.Checkpoints;
using EchoSynth.Denoisers;
using EchoSynth.Diffusion;
using EchoSynth.Discriminators;
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
    private const int BatchesAhead = 3;
    private readonly EchoModel _model;
    private readonly IDiscriminator? _discriminator;
    private readonly TrainerOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly DiffusionProcess _process;
    private readonly TrainerState _state;
    private readonly ITrainingObjective _objective;
    private readonly LossMeter _losses = new();

    /// <summary>Makes an adversarial trainer for a model and a discriminator, with fresh optimiser states.</summary>
    /// <param name="model">The model to train; stays the caller's.</param>
    /// <param name="discriminator">The discriminator; stays the caller's. It is moved to the model's device.</param>
    /// <param name="options">Options; defaults when null.</param>
    /// <param name="logger">Where to log; nowhere when null.</param>
    /// <param name="clock">The clock for rates and times; the system's when null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    /// <exception cref="ArgumentException">The discriminator cannot take the model's image size, or the model's network predicts the noise.</exception>
    public Trainer(EchoModel model, IDiscriminator discriminator, TrainerOptions? options = null, ILogger<Trainer>? logger = null, TimeProvider? clock = null)
        : this(options, model, discriminator ?? throw new ArgumentNullException(nameof(discriminator)), logger, clock)
    {
    }

    /// <summary>Makes a trainer for a pure diffusion model, whose network predicts the noise, with a fresh optimiser state.</summary>
    /// <param name="model">The model to train; stays the caller's.</param>
    /// <param name="options">Options; defaults when null. Of no use here are those of the discriminator, R1 and L1.</param>
    /// <param name="logger">Where to log; nowhere when null.</param>
    /// <param name="clock">The clock for rates and times; the system's when null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    /// <exception cref="ArgumentException">The model's network predicts the clean image: it needs a discriminator.</exception>
    public Trainer(EchoModel model, TrainerOptions? options = null, ILogger<Trainer>? logger = null, TimeProvider? clock = null)
        : this(options, model, null, logger, clock)
    {
    }

    private Trainer(TrainerOptions? options, EchoModel model, IDiscriminator? discriminator, ILogger? logger, TimeProvider? clock)
    {
        ArgumentNullException.ThrowIfNull(model);
        var noise = model.Denoiser.Output == DenoiserOutput.Noise;
        if (noise == (discriminator is not null))
        {
            throw new ArgumentException(noise
                ? "The network predicts the noise, which is trained without a discriminator; give none, or build the network with Output = CleanImage."
                : "The network predicts the clean image, which is trained with a discriminator; give one, or build the network with Output = Noise.", nameof(model));
        }
        _options = options ?? new TrainerOptions();
        OptionsGuard.Validate(_options, [.. _options.FurtherErrors(), .. noise ? NoiseObjective.Errors(_options) : []]);
        if (discriminator?.CheckSize(model.ImageSize, model.ImageSize) is { } problem)
            throw new ArgumentException(problem, nameof(discriminator));
        (_model, _discriminator) = (model, discriminator);
        _logger = logger ?? NullLogger.Instance;
        _clock = clock ?? TimeProvider.System;
        discriminator?.Module.to(model.Device);
        _process = new DiffusionProcess(model.Schedule, model.Device);
        _state = new TrainerState(model, discriminator, _options);
        _objective = discriminator is null
            ? new NoiseObjective(model.Denoiser, _process, _state.Denoiser, _losses)
            : new AdversarialObjective(model.Denoiser, discriminator, _process, _state, _options, _losses);
    }

    /// <summary>Raised on the training thread, in order; training waits for the handlers, and an exception out of one ends it.</summary>
    public event EventHandler<TrainingEvent>? Happened;

    /// <summary>Steps done so far.</summary>
    public long Step => _state.Step;

    /// <summary>Steps in all.</summary>
    public long TotalSteps => _options.TotalSteps;

    /// <summary>Training images seen so far.</summary>
    public long ImagesSeen => _state.Step * _options.BatchSize;

    /// <summary>Called on a loader's thread before the batch of a step is prepared: a place for tests to be slow or to fail.</summary>
    internal Action<long>? BeforeBatch { get; init; }

    /// <summary>Trains until all images are seen.</summary>
    /// <param name="data">The pairs, at the model's size.</param>
    /// <param name="folder">The model folder: checkpoints go into its training/, the averaged weights beside config.json. Null writes nothing.</param>
    /// <param name="progress">Told every <see cref="TrainerOptions.ReportInterval"/> steps and at the end.</param>
    /// <param name="cancellationToken">Stops after the step at hand; with a folder, a checkpoint is written first.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the checkpoint of the last step done is in the folder.</exception>
    /// <exception cref="TrainingDivergedException">A loss is NaN or infinite.</exception>
    /// <exception cref="ArgumentException">The pairs have another size than the model, or the folder holds the checkpoints of another training.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Train(TrainingSet data, string? folder = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ImageSize != _model.ImageSize)
            throw new ArgumentException($"The pairs are {data.ImageSize} × {data.ImageSize}; the model makes {_model.ImageSize} × {_model.ImageSize}.", nameof(data));
        var fingerprint = data.Fingerprint();
        if (_state.DataFingerprint is { } before && before != fingerprint)
            throw new ArgumentException("This training was begun with other pairs; go on with the same ones, or begin anew.", nameof(data));
        _state.DataFingerprint = fingerprint;
        if (_model.Mask.Sector)
            _model.DefaultSector = data.UsualSector();
        var batches = new BatchSource(data, _model.Mask, _options, _model.Schedule.Steps,
            _model.Denoiser.LatentLength(_model.ImageSize, _model.ImageSize));
        if (folder is not null)
            _state.CheckFolder(folder);

        _model.Denoiser.Module.train();
        _discriminator?.Module.train();
        LogStart(_logger, TotalSteps, _state.Step, data.Pairs.Count);
        var start = _clock.GetTimestamp();
        var firstStep = _state.Step;
        var reported = (Time: start, Waited: TimeSpan.Zero);
        using var loader = new BatchLoader(batches.CreateBuffers, Prepare, firstStep, TotalSteps, BatchesAhead, _clock);
        try
        {
            while (_state.Step < TotalSteps)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    if (folder is not null)
                    {
                        CheckFinite(_losses.Means());
                        SaveCheckpoint(folder);
                    }
                    cancellationToken.ThrowIfCancellationRequested();
                }
                if (loader.Take(cancellationToken) is not { } batch)
                    continue;
                RunStep(batch);
                if (_state.Step % _options.ReportInterval == 0 || _state.Step == TotalSteps)
                {
                    var since = _clock.GetElapsedTime(reported.Time);
                    Report(progress, start, firstStep, since > TimeSpan.Zero ? Math.Clamp((loader.Waited - reported.Waited) / since, 0, 1) : 0);
                    reported = (_clock.GetTimestamp(), loader.Waited);
                }
                if (folder is not null && (_state.Step % _options.CheckpointInterval == 0 || _state.Step == TotalSteps))
                {
                    CheckFinite(_losses.Means()); // a checkpoint of a diverged model would push out the good ones
                    SaveCheckpoint(folder);
                }
            }
        }
        finally
        {
            _model.Denoiser.Module.eval();
            _discriminator?.Module.eval();
            _state.Discriminator?.Freeze(false);
        }

        void Prepare(long step, BatchBuffers buffers, CancellationToken stop)
        {
            BeforeBatch?.Invoke(step);
            batches.Fill(step, buffers, stop);
        }
    }

    /// <summary>Goes on from the newest whole checkpoint of a model folder.</summary>
    /// <returns>False where the folder holds no checkpoint; nothing is changed then.</returns>
    /// <exception cref="ModelFormatException">The checkpoint is of another model, or was made with other options.</exception>
    public bool Resume(string folder) => _state.Load(folder, _logger);

    /// <summary>Puts the averaged weights into the model until the result is disposed: what to sample with between trainings.</summary>
    public IDisposable UseAveragedWeights() => _state.Average.Apply();

    /// <summary>Writes a checkpoint into folder/training and the averaged weights as the folder's model.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void SaveCheckpoint(string folder)
    {
        _model.Provenance = new Dictionary<string, string>(_model.Provenance)
        {
            ["trainedImages"] = ImagesSeen.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["trainingData"] = _state.DataFingerprint ?? "",
        };
        _state.Save(folder);
        _model.Save(folder, _state.Average.Values);
        LogSaved(_logger, folder, _state.Step);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        _state.Dispose();
        _losses.Dispose();
    }

    private void Raise(TrainingEvent happened) => Happened?.Invoke(this, happened);

    private void RunStep(BatchBuffers prepared)
    {
        using var scope = NewDisposeScope();
        var batch = TrainingBatch.From(prepared, _model.ImageSize, _model.Device);
        _state.SetRates();
        _objective.Update(batch, _state.Step);
        _state.Step++;
        _state.Average.Update(_state.Step);
    }

    private void Report(IProgress<TrainingProgress>? progress, long start, long firstStep, double waiting)
    {
        var losses = _losses.Means();
        _losses.Reset();
        CheckFinite(losses);
        var elapsed = _clock.GetElapsedTime(start);
        var done = _state.Step - firstStep;
        var rate = elapsed > TimeSpan.Zero ? done * _options.BatchSize / elapsed.TotalSeconds : 0;
        var remaining = rate > 0 ? TimeSpan.FromSeconds((TotalSteps - _state.Step) * _options.BatchSize / rate) : TimeSpan.Zero;
        var report = new TrainingProgress(_state.Step, TotalSteps, ImagesSeen, rate, elapsed, remaining, losses) { WaitingForData = waiting };
        progress?.Report(report);
        Raise(new TrainingEvent.Progressed(_state.Step, ImagesSeen, _clock.GetUtcNow(), report));
    }

    private void CheckFinite(IReadOnlyDictionary<string, double> losses)
    {
        if (losses.FirstOrDefault(l => !double.IsFinite(l.Value)) is { Key: not null } bad)
        {
            var rates = $"DenoiserRate {_options.DenoiserRate}" + (_discriminator is null ? "" : $", DiscriminatorRate {_options.DiscriminatorRate}");
            throw new TrainingDivergedException(
                $"The {bad.Key} loss is {bad.Value} after step {_state.Step}. Lower the rates ({rates}) and resume from the last checkpoint.");
        }
    }

    [LoggerMessage(1001, LogLevel.Information, "Training: {TotalSteps} steps, {Step} done, {Pairs} pairs")]
    private static partial void LogStart(ILogger logger, long totalSteps, long step, int pairs);

    [LoggerMessage(1002, LogLevel.Information, "Checkpoint written to {Folder} after step {Step}")]
    private static partial void LogSaved(ILogger logger, string folder, long step);
}
