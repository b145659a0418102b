using EchoSynth.Imaging;

namespace EchoSynth.Training;

/// <summary>Something that happened in a training; see <see cref="Trainer.Happened"/>. The kinds are nested in this record.</summary>
/// <param name="Step">Steps done when it happened.</param>
/// <param name="ImagesSeen">Training images seen when it happened.</param>
/// <param name="Time">The moment it happened, in universal time.</param>
public abstract record TrainingEvent(long Step, long ImagesSeen, DateTimeOffset Time)
{
    /// <summary>A call of <see cref="Trainer.Train"/> began, or went on after <see cref="TrainingEvent.Step"/> steps.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">The moment, in universal time.</param>
    /// <param name="TotalSteps">Steps that the whole training has.</param>
    /// <param name="Pairs">Pairs to learn from.</param>
    /// <param name="HeldOutPairs">Pairs kept for validation; 0 without.</param>
    public sealed record Started(long Step, long ImagesSeen, DateTimeOffset Time, long TotalSteps, int Pairs, int HeldOutPairs) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>The losses since the last report, the rate and the time left.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">The moment, in universal time.</param>
    /// <param name="Progress">Losses, rate and time left at this step.</param>
    public sealed record Progressed(long Step, long ImagesSeen, DateTimeOffset Time, TrainingProgress Progress) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>What the whole training will take, told once after the first 20 steps of a call; later reports keep it current.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">The moment, in universal time.</param>
    /// <param name="Progress">Its rate and the time left are those of the first steps.</param>
    public sealed record Estimated(long Step, long ImagesSeen, DateTimeOffset Time, TrainingProgress Progress) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>Held-out masks were drawn with the averaged weights and measured.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">The moment, in universal time.</param>
    /// <param name="Report">The figures.</param>
    /// <param name="IsBest">Whether no validation before scored higher.</param>
    /// <param name="Samples">Some of the images, to look at.</param>
    public sealed record Validated(long Step, long ImagesSeen, DateTimeOffset Time, ValidationReport Report, bool IsBest, IReadOnlyList<ValidationSample> Samples) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>A checkpoint, or the best model so far, was written.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">The moment, in universal time.</param>
    /// <param name="Folder">Where it lies.</param>
    /// <param name="IsBest">True for the best model so far, false for a checkpoint.</param>
    public sealed record Saved(long Step, long ImagesSeen, DateTimeOffset Time, string Folder, bool IsBest) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>The losses diverged; weights and optimisers are again those of <see cref="TrainingEvent.Step"/>, and the rates are multiplied by <paramref name="RateFactor"/>.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">The moment, in universal time.</param>
    /// <param name="FromStep">The step at which the losses diverged.</param>
    /// <param name="Reason">What diverged, in words.</param>
    /// <param name="RateFactor">What the rates are multiplied by from here on.</param>
    public sealed record RolledBack(long Step, long ImagesSeen, DateTimeOffset Time, long FromStep, string Reason, double RateFactor) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>Something a person should look at; the training goes on.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">The moment, in universal time.</param>
    /// <param name="Message">The warning, a sentence.</param>
    public sealed record Warned(long Step, long ImagesSeen, DateTimeOffset Time, string Message) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>A call of <see cref="Trainer.Train"/> is over without an error: all images are seen, or no validation was better for the stated number of times.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">The moment, in universal time.</param>
    /// <param name="StoppedEarly">True where no validation was better for the stated number of times.</param>
    public sealed record Ended(long Step, long ImagesSeen, DateTimeOffset Time, bool StoppedEarly) : TrainingEvent(Step, ImagesSeen, Time);
}

/// <summary>A held-out pair and what was drawn from its mask.</summary>
/// <param name="Id">The pair's identity.</param>
/// <param name="Mask">The mask, at the model's size.</param>
/// <param name="Real">The held-out image.</param>
/// <param name="Synthetic">Images of the mask, one per seed.</param>
public sealed record ValidationSample(string Id, AnatomyMask Mask, EchoImage Real, IReadOnlyList<EchoImage> Synthetic);
