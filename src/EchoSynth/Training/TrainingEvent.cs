using EchoSynth.Imaging;

namespace EchoSynth.Training;

/// <summary>Something that happened in a training; see <see cref="Trainer.Happened"/>. The kinds are nested in this record.</summary>
/// <param name="Step">Steps done when it happened.</param>
/// <param name="ImagesSeen">Training images seen when it happened.</param>
/// <param name="Time">When, in universal time.</param>
public abstract record TrainingEvent(long Step, long ImagesSeen, DateTimeOffset Time)
{
    /// <summary>A call of <see cref="Trainer.Train"/> began, or went on after <see cref="TrainingEvent.Step"/> steps.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">When.</param>
    /// <param name="TotalSteps">Steps that the whole training has, those of earlier runs included.</param>
    /// <param name="Pairs">Pairs to train on.</param>
    /// <param name="HeldOutPairs">Pairs to validate with; 0 where nothing is validated.</param>
    public sealed record Started(long Step, long ImagesSeen, DateTimeOffset Time, long TotalSteps, int Pairs, int HeldOutPairs) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>The losses since the last report, the rate and the time left.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">When.</param>
    /// <param name="Progress">The figures.</param>
    public sealed record Progressed(long Step, long ImagesSeen, DateTimeOffset Time, TrainingProgress Progress) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>What the whole training will take, told once after the first 20 steps of a call; later reports keep it current.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">When.</param>
    /// <param name="Progress">The figures, the time left among them.</param>
    public sealed record Estimated(long Step, long ImagesSeen, DateTimeOffset Time, TrainingProgress Progress) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>Held-out masks were drawn with the averaged weights and measured.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">When.</param>
    /// <param name="Report">The figures.</param>
    /// <param name="IsBest">Whether no validation before scored higher.</param>
    /// <param name="Samples">Some of the images, to look at.</param>
    public sealed record Validated(long Step, long ImagesSeen, DateTimeOffset Time, ValidationReport Report, bool IsBest, IReadOnlyList<ValidationSample> Samples) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>A checkpoint, or the best model so far, was written.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">When.</param>
    /// <param name="Folder">The model folder; of the best model its best/.</param>
    /// <param name="IsBest">Whether it is the best model so far, not a checkpoint.</param>
    public sealed record Saved(long Step, long ImagesSeen, DateTimeOffset Time, string Folder, bool IsBest) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>The losses diverged; weights and optimisers are again those of <see cref="TrainingEvent.Step"/>, and the rates are multiplied by <paramref name="RateFactor"/>.</summary>
    /// <param name="Step">The step gone back to.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">When.</param>
    /// <param name="FromStep">The step at which it was noticed.</param>
    /// <param name="Reason">What was out of bounds, a sentence with figures.</param>
    /// <param name="RateFactor">What the rates are multiplied by from here on: 0.5 after the first time.</param>
    public sealed record RolledBack(long Step, long ImagesSeen, DateTimeOffset Time, long FromStep, string Reason, double RateFactor) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>Something a person should look at; the training goes on.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">When.</param>
    /// <param name="Message">What it is, and what to change.</param>
    public sealed record Warned(long Step, long ImagesSeen, DateTimeOffset Time, string Message) : TrainingEvent(Step, ImagesSeen, Time);

    /// <summary>A call of <see cref="Trainer.Train"/> is over without an error: all images are seen, or no validation was better for the stated number of times.</summary>
    /// <param name="Step">Steps done.</param>
    /// <param name="ImagesSeen">Training images seen.</param>
    /// <param name="Time">When.</param>
    /// <param name="StoppedEarly">Whether it was for want of a better validation.</param>
    public sealed record Ended(long Step, long ImagesSeen, DateTimeOffset Time, bool StoppedEarly) : TrainingEvent(Step, ImagesSeen, Time);
}

/// <summary>A held-out pair and what was drawn from its mask.</summary>
/// <param name="Id">The pair's identity.</param>
/// <param name="Mask">The mask, at the model's size.</param>
/// <param name="Real">The held-out image.</param>
/// <param name="Synthetic">Images of the mask, one per seed.</param>
public sealed record ValidationSample(string Id, AnatomyMask Mask, EchoImage Real, IReadOnlyList<EchoImage> Synthetic);
