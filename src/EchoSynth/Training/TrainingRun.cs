using System.Globalization;

namespace EchoSynth.Training;

/// <summary>One call of <see cref="Trainer.Train"/>: the loop over steps, and what happens between them.</summary>
internal sealed class TrainingRun : IDisposable
{
    private const int EstimateAfter = 20;

    /// <summary>Each batch is filled by one thread: so many are under way as there are threads to do it, and one step's worth at least.</summary>
    private int BatchesAhead => Math.Clamp(Environment.ProcessorCount, 3, 12) + _peers.BatchesPerStep - 1;

    private readonly TrainerContext _context;
    private readonly TrainerOptions _options;
    private readonly TrainerState _state;
    private readonly BatchSource _batches;
    private readonly Validator? _validator;
    private readonly TrainingPeers _peers;
    private readonly string? _folder;
    private readonly (bool Validates, bool Saves) _does;
    private readonly CancellationToken _cancellation;
    private readonly DivergenceGuard _guard;
    private readonly StateSnapshot _good;
    private readonly RunClock _clock;
    private readonly long _firstStep;
    private TimeSpan _waited;
    private bool _estimated;

    public TrainingRun(TrainerContext context, BatchSource batches, Validator? validator, string? folder, CancellationToken cancellation)
    {
        (_context, _options, _state) = (context, context.Options, context.State);
        (_batches, _validator, _folder, _cancellation, _peers) = (batches, validator, folder, cancellation, context.Peers);
        var does = _peers.FromFirst<bool[]>(() => [validator is not null, folder is not null]);
        _does = (does[0], does[1]);
        (_guard, _good) = (new DivergenceGuard(_options, _state.Marks), new StateSnapshot(_state));
        (_clock, _firstStep) = (new RunClock(context.Time, _state.Step), _state.Step);
    }

    private bool StopsEarly => _does.Validates && _options.Validation.Patience > 0 && _state.Marks.ValidationsWithoutBest >= _options.Validation.Patience;

    public void Go()
    {
        _context.Losses.Reset();
        if (!_state.IsFinite())
            throw new TrainingDivergedException($"The weights are not finite before step {_state.Step + 1}; begin with others.");
        _good.Take();
        // A validation that was cancelled, with its step's checkpoint written, is made up for.
        if (_state.Step > 0 && ValidationDue && _state.Marks.LastValidatedStep != _state.Step)
        {
            _clock.Aside(Validate);
            // Else a training that was cancelled there would be validated at every start, and its last checkpoint would not be that of one that was not.
            if (_does.Saves && _state.Marks.LastValidatedStep == _state.Step)
                _clock.Aside(Save);
        }
        while (_state.Step < _options.TotalSteps && !StopsEarly)
        {
            using var loader = new BatchLoader(
                _batches.CreateBuffers, Prepare, _state.Step * _peers.BatchesPerStep, _options.TotalSteps * _peers.BatchesPerStep, BatchesAhead, _context.Time);
            _waited = TimeSpan.Zero;
            while (_state.Step < _options.TotalSteps && !StopsEarly)
            {
                if (_peers.Any(_cancellation.IsCancellationRequested))
                    Cancel();
                if (!Step(loader))
                    continue;
                if (!AfterStep(loader))
                    break; // rolled back: the loader is ahead
            }
        }
        if (ValidationDue && _state.Marks.LastValidatedStep != _state.Step)
            throw Stopped(); // the last validation was cancelled; its checkpoint is written
        _context.Raise(new TrainingEvent.Ended(_state.Step, _context.ImagesSeen, _context.Now, _state.Step < _options.TotalSteps));
    }

    public void Dispose() => _good.Dispose();

    private void Prepare(long own, BatchBuffers buffers, CancellationToken stop)
    {
        var batch = _peers.Batch(own);
        _context.BeforeBatch?.Invoke(batch);
        _batches.Fill(batch, buffers, stop);
    }

    /// <returns>False where the state was rolled back.</returns>
    private bool AfterStep(BatchLoader loader)
    {
        if (!_estimated && _state.Step - _firstStep == EstimateAfter)
            Estimate(loader);
        if (Due(_options.ReportInterval) && Report(loader) is { } diverged)
            return RollBack(diverged);
        var (snapshot, validation, checkpoint) = (Due(_options.SnapshotInterval), ValidationDue, _does.Saves && Due(_options.CheckpointInterval));
        // A checkpoint of a diverged model would push out the good ones.
        if ((snapshot || validation || checkpoint) && Problem() is { } problem)
            return RollBack(problem);
        // A training that is resumed from a checkpoint begins with a snapshot of it, too: both roll back to the same state.
        if (snapshot || checkpoint)
            _clock.Aside(_good.Take);
        if (validation)
            _clock.Aside(Validate);
        if (_does.Saves && (checkpoint || StopsEarly))
            _clock.Aside(Save);
        return true;
    }

    /// <summary>A step whose memory did not suffice may have changed one network and not the other: the trainer goes back to a state that was whole.</summary>
    private bool Step(BatchLoader loader)
    {
        try
        {
            return _context.Step(loader, _cancellation);
        }
        catch (DeviceMemoryException)
        {
            _good.Restore();
            throw;
        }
    }

    private bool Due(int interval) => _state.Step == _options.TotalSteps || _state.Step % interval == 0;

    private bool ValidationDue => _does.Validates && Due(_options.Validation.Interval);

    private string? Problem() => DivergenceGuard.NotFinite(_peers.Means(_context.Losses.Means())) ?? (_state.IsFinite() ? null : "weights are not finite");

    private bool RollBack(string problem)
    {
        var (from, marks) = (_state.Step, _state.Marks);
        _good.Restore();
        _context.Losses.Reset();
        _guard.Forget();
        _clock.Rewind(_state.Step);
        if (marks.Rollbacks >= _options.RollbacksAllowed)
        {
            throw new TrainingDivergedException(string.Create(CultureInfo.InvariantCulture,
                $"After step {from}, {problem}. {(marks.Rollbacks == 0 ? "No roll-back is allowed (RollbacksAllowed is 0)" : $"It was rolled back {marks.Rollbacks} times already, with the rates halved each time")}: lower {_context.RateNames}, or look at the data."));
        }
        marks.Rollbacks++;
        marks.RateFactor /= 2;
        _context.Raise(new TrainingEvent.RolledBack(_state.Step, _context.ImagesSeen, _context.Now, from, problem, marks.RateFactor));
        return false;
    }

    private void Cancel()
    {
        if (_does.Saves)
        {
            if (Problem() is not null)
                _good.Restore();
            Save();
        }
        throw Stopped();
    }

    private OperationCanceledException Stopped() => _cancellation.IsCancellationRequested || _peers.IsAlone
        ? new OperationCanceledException(_cancellation)
        : new OperationCanceledException("Another rank was told to stop, and all stopped after the same step.");

    /// <summary>Rank 0 writes; the others go on, and wait for it in the next step.</summary>
    private void Save()
    {
        if (_folder is not null)
            _context.Save(_folder);
    }

    private void Estimate(BatchLoader loader)
    {
        _estimated = true;
        var waiting = Waiting(loader);
        if (_clock.StepsPerSecond == 0)
            Advance(loader); // no report has come yet
        _context.Raise(new TrainingEvent.Estimated(_state.Step, _context.ImagesSeen, _context.Now, Progress(_context.Losses.Means(), waiting)));
    }

    /// <returns>What is wrong with the losses, or null.</returns>
    private string? Report(BatchLoader loader)
    {
        var losses = _peers.Means(_context.Losses.Means());
        _context.Losses.Reset();
        if (_guard.Problem(losses) is { } problem)
            return problem;
        var waiting = Waiting(loader);
        Advance(loader);
        _context.Raise(new TrainingEvent.Progressed(_state.Step, _context.ImagesSeen, _context.Now, Progress(losses, waiting)));
        return null;
    }

    /// <summary>Share of the time since the last report that went into waiting for batches.</summary>
    private double Waiting(BatchLoader loader) => _clock.SinceReport is var since && since > TimeSpan.Zero ? Math.Clamp((loader.Waited - _waited) / since, 0, 1) : 0;

    private void Advance(BatchLoader loader)
    {
        _clock.Report(_state.Step);
        _waited = loader.Waited;
    }

    private TrainingProgress Progress(IReadOnlyDictionary<string, double> losses, double waiting)
    {
        var (elapsed, remaining) = (_clock.Elapsed, _clock.Remaining(_state.Step, _options.TotalSteps));
        return new TrainingProgress(_state.Step, _options.TotalSteps, _context.ImagesSeen, _clock.StepsPerSecond * _options.ImagesPerStep, elapsed, remaining, losses)
        {
            WaitingForData = waiting,
            DenoiserRate = _state.Denoiser.Rate,
            DiscriminatorRate = _state.Discriminator?.Rate ?? 0,
            ResidentMemory = Environment.WorkingSet,
            ExpectedCost = _options.CostPerHour * (elapsed + remaining).TotalHours,
        };
    }

    /// <summary>Rank 0 validates, and the others take over what it remembers of it.</summary>
    private void Validate()
    {
        var marks = _peers.FromFirst(() =>
        {
            ValidateHere();
            return _state.Marks;
        });
        if (!_peers.IsFirst)
            _state.Marks.TakeValidation(marks);
    }

    private void ValidateHere()
    {
        ValidationReport report;
        IReadOnlyList<ValidationSample> samples;
        try
        {
            using var average = _context.UseAveragedWeights();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_cancellation, _peers.Ended);
            (report, samples) = _validator!.Run(either.Token);
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            return; // the loop writes the checkpoint and stops
        }
        catch (OperationCanceledException)
        {
            _peers.ThrowIfEnded();
            throw;
        }
        var best = _state.Marks.Note(report, _state.Step);
        _context.Raise(new TrainingEvent.Validated(_state.Step, _context.ImagesSeen, _context.Now, report, best, samples));
        foreach (var warning in ValidationWarnings.Of(report, (double)_state.Step / _options.TotalSteps, _state.Discriminator is not null))
            _context.Raise(new TrainingEvent.Warned(_state.Step, _context.ImagesSeen, _context.Now, warning));
        if (best && _options.Validation.KeepBest && _folder is not null)
            _context.SaveBest(_folder, report);
    }
}
