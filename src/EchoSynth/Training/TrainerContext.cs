using EchoSynth.Objectives;

namespace EchoSynth.Training;

/// <summary>What a <see cref="TrainingRun"/> needs of its trainer.</summary>
internal sealed class TrainerContext
{
    public required TrainerOptions Options { get; init; }

    public required TrainerState State { get; init; }

    public required LossMeter Losses { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Who trains together; this one alone until a training with a group begins.</summary>
    public required TrainingPeers Peers { get; set; }

    /// <summary>Takes the next batches and does one step; false where it was cancelled while waiting for them.</summary>
    public required Func<BatchLoader, CancellationToken, bool> Step { get; init; }

    public required Action<TrainingEvent> Raise { get; init; }

    /// <summary>Puts the averaged weights into the denoiser, in evaluation mode, until the result is disposed.</summary>
    public required Func<IDisposable> UseAveragedWeights { get; init; }

    public required Action<string> Save { get; init; }

    public required Action<string, ValidationReport> SaveBest { get; init; }

    /// <summary>Called on a loader's thread before a batch is prepared: a place for tests to be slow or to fail.</summary>
    public Action<long>? BeforeBatch { get; set; }

    public long ImagesSeen => State.Step * Options.ImagesPerStep;

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>The rates, by name and value.</summary>
    public string RateNames => FormattableString.Invariant($"DenoiserRate ({Options.DenoiserRate})") + (State.Discriminator is null ? "" : FormattableString.Invariant($" and DiscriminatorRate ({Options.DiscriminatorRate})"));
}
