using EchoSynth.Checkpoints;
using EchoSynth.Diffusion;
using EchoSynth.Discriminators;
using EchoSynth.Validation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace EchoSynth.Training;

/// <summary>
/// Trains a model adversarially (arXiv 2112.07804, algorithm 1; algorithm §7): each step updates the discriminator, with an R1 penalty at intervals,
/// then the denoiser; a moving average of the denoiser's weights is what is saved as the model.
/// </summary>
/// <remarks>
/// Not safe for concurrent use. Everything random is a pure function of (options, data, step number), so on the CPU the same call gives the same
/// weights, and a training that was stopped and resumed ends where one that was not would have ended.
/// </remarks>
public sealed partial class Trainer : IDisposable
{
    private const int BatchesAhead = 3;
    private readonly EchoModel _model;
    private readonly IDiscriminator _discriminator;
    private readonly TrainerOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly DiffusionProcess _process;
    private readonly TrainerState _state;
    private readonly LossMeter _losses = new();

    /// <summary>Makes a trainer for a model and a discriminator, with fresh optimiser states.</summary>
    /// <param name="model">The model to train; stays the caller's.</param>
    /// <param name="discriminator">The discriminator; stays the caller's. It is moved to the model's device.</param>
    /// <param name="options">Options; defaults when null.</param>
    /// <param name="logger">Where to log; nowhere when null.</param>
    /// <param name="clock">The clock for rates and times; the system's when null.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    /// <exception cref="ArgumentException">The discriminator cannot take the model's image size.</exception>
    public Trainer(EchoModel model, IDiscriminator discriminator, TrainerOptions? options = null, ILogger<Trainer>? logger = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(discriminator);
        _options = options ?? new TrainerOptions();
        OptionsGuard.Validate(_options, _options.FurtherErrors());
        if (discriminator.CheckSize(model.ImageSize, model.ImageSize) is { } problem)
            throw new ArgumentException(problem, nameof(discriminator));
        (_model, _discriminator) = (model, discriminator);
        _logger = logger ?? (ILogger)NullLogger.Instance;
        _clock = clock ?? TimeProvider.System;
        discriminator.Module.to(model.Device);
        _process = new DiffusionProcess(model.Schedule, model.Device);
        _state = new TrainerState(model, discriminator, _options);
    }

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
    /// <exception cref="ArgumentException">The pairs have another size than the model.</exception>
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
            TrainerState.CheckWritable(folder);

        _model.Denoiser.Module.train();
        _discriminator.Module.train();
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
                        SaveCheckpoint(folder);
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
                    SaveCheckpoint(folder);
            }
        }
        finally
        {
            _model.Denoiser.Module.eval();
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

    private void RunStep(BatchBuffers prepared)
    {
        using var scope = NewDisposeScope();
        var batch = TrainingBatch.From(prepared, _model.ImageSize, _model.Device);
        _state.SetRates();
        UpdateDiscriminator(batch);
        UpdateDenoiser(batch);
        _state.Step++;
        _state.Average.Update(_state.Step);
    }

    private void UpdateDiscriminator(TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        var (t, η, ηNext, z, ηPosterior, _) = batch.ForDiscriminator;
        var mask = _discriminator.SeesMask ? batch.Masks : null;
        _state.FreezeDiscriminator(false);
        _discriminator.Module.zero_grad();

        var (current, next) = _process.Pair(batch.Images, t, η, ηNext);
        Tensor fake;
        using (no_grad())
            fake = _process.Posterior(_model.Denoiser.Predict(next, _model.Denoiser.Encode(batch.Masks), t, z), next, t, ηPosterior);

        var penalise = _options.R1Gamma > 0 && _state.Step % _options.R1Interval == 0;
        if (penalise)
            current.requires_grad_(true);
        var real = _discriminator.Score(current, next, t, mask);
        var loss = AdversarialLosses.Real(real) + AdversarialLosses.Fake(_discriminator.Score(fake, next, t, mask));
        _losses.Add("discriminator", loss);
        if (penalise)
        {
            var r1 = AdversarialLosses.R1(real, current);
            _losses.Add("r1", r1);
            loss = loss + r1 * (_options.R1Gamma / 2 * (_options.R1ScaledByInterval ? _options.R1Interval : 1));
        }
        loss.backward();
        _state.DiscriminatorOptimizer.step();
    }

    private void UpdateDenoiser(TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        var (t, η, ηNext, z, ηPosterior, zOther) = batch.ForDenoiser;
        _state.FreezeDiscriminator(true);
        _model.Denoiser.Module.zero_grad();

        var (_, next) = _process.Pair(batch.Images, t, η, ηNext);
        var condition = _model.Denoiser.Encode(batch.Masks);
        var clean = _model.Denoiser.Predict(next, condition, t, z);                                 // [N, 1, H, W]
        var drawn = _process.Posterior(clean, next, t, ηPosterior);                                 // [N, 1, H, W]
        var adversarial = AdversarialLosses.Real(_discriminator.Score(drawn, next, t, _discriminator.SeesMask ? batch.Masks : null));
        var l1 = (clean - batch.Images).abs().mean();
        _losses.Add("adversarial", adversarial);
        _losses.Add("l1", l1);
        var reconstruction = l1;
        if (zOther is not null)
        {
            Tensor other;
            using (no_grad())
                other = _model.Denoiser.Predict(next, condition, t, zOther);                        // [N, 1, H, W]
            var spread = (clean - other).abs().mean();
            _losses.Add("spread", spread);
            reconstruction = l1 - spread * _options.SpreadWeight;
        }
        (adversarial + reconstruction * _options.L1Weight).backward();
        _state.DenoiserOptimizer.step();
    }

    private void Report(IProgress<TrainingProgress>? progress, long start, long firstStep, double waiting)
    {
        var losses = _losses.Take();
        if (losses.FirstOrDefault(l => !double.IsFinite(l.Value)) is { Key: not null } bad)
        {
            throw new TrainingDivergedException(
                $"The {bad.Key} loss is {bad.Value} after step {_state.Step}. Lower the rates (DenoiserRate {_options.DenoiserRate}, DiscriminatorRate {_options.DiscriminatorRate}) and resume from the last checkpoint.");
        }
        var elapsed = _clock.GetElapsedTime(start);
        var done = _state.Step - firstStep;
        var rate = elapsed > TimeSpan.Zero ? done * _options.BatchSize / elapsed.TotalSeconds : 0;
        var remaining = rate > 0 ? TimeSpan.FromSeconds((TotalSteps - _state.Step) * _options.BatchSize / rate) : TimeSpan.Zero;
        progress?.Report(new TrainingProgress(_state.Step, TotalSteps, ImagesSeen, rate, elapsed, remaining, losses) { WaitingForData = waiting });
    }

    [LoggerMessage(1001, LogLevel.Information, "Training: {TotalSteps} steps, {Step} done, {Pairs} pairs")]
    private static partial void LogStart(ILogger logger, long totalSteps, long step, int pairs);

    [LoggerMessage(1002, LogLevel.Information, "Checkpoint written to {Folder} after step {Step}")]
    private static partial void LogSaved(ILogger logger, string folder, long step);
}
