using System.Diagnostics;
using EchoSynth.Checkpoints;
using EchoSynth.Discriminators;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Training;

namespace EchoSynth.Speed;

/// <summary>How long a training step takes here.</summary>
/// <param name="Batch">Images in a step.</param>
/// <param name="Step">Seconds of a step: batch, discriminator, R1 where it is due (its steps are the long ones), denoiser, averages.</param>
public sealed record TrainingSpeed(int Batch, Timing Step)
{
    /// <summary>Training images per second, by the median step.</summary>
    public double ImagesPerSecond => Batch / Step.Median;

    /// <summary>Trains for a while: the model's weights are others afterwards.</summary>
    /// <param name="model">The model, where it is.</param>
    /// <param name="discriminator">The discriminator.</param>
    /// <param name="pair">What to train on, again and again, at the model's size.</param>
    /// <param name="options">Batch, precision, objective. How long, what is saved and what is validated is of no account.</param>
    /// <param name="budget">How long, about; 10 s when null. Steps of its first quarter are not timed (.NET compiles meanwhile); three are done in any case, two of them timed.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options out of range; lists every error.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TrainingSpeed Measure(EchoModel model, IDiscriminator discriminator, EchoPair pair, TrainerOptions options, TimeSpan? budget = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        const int most = 1_000_000, fewest = 3;
        var time = budget ?? TimeSpan.FromSeconds(10);
        using var data = new TrainingSet([pair]);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var trainer = new Trainer(model, discriminator, options with
        {
            Images = 1_000_000_000, ReportInterval = 1, SnapshotInterval = most, CheckpointInterval = most,
        });
        var ends = new List<long>();
        var begin = Stopwatch.GetTimestamp();
        trainer.Happened += (_, happened) =>
        {
            if (happened is not TrainingEvent.Progressed)
                return;
            ends.Add(Stopwatch.GetTimestamp());
            if (ends.Count >= fewest && Stopwatch.GetElapsedTime(begin) >= time)
                enough.Cancel();
        };
        try
        {
            trainer.Train(data, cancellationToken: enough.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // That was long enough.
        }
        var untimed = Math.Min(ends.Count(end => Stopwatch.GetElapsedTime(begin, end) < time / 4), ends.Count - fewest);
        ends.RemoveRange(0, Math.Max(0, untimed));
        return new TrainingSpeed(options.BatchSize * options.AccumulationSteps, Timing.Of([.. ends.Zip(ends.Skip(1), (a, b) => Stopwatch.GetElapsedTime(a, b).TotalSeconds)]));
    }
}
