using EchoSynth.Training;

namespace EchoSynth.Logs;

/// <summary>Joins logs to trainers.</summary>
public static class TrainingLogExtensions
{
    /// <summary>Lets a log receive every event of a trainer from now on. An exception out of the log ends the training, as of any handler of <see cref="Trainer.Happened"/>.</summary>
    /// <param name="log">The log; stays the caller's, who closes it after the training.</param>
    /// <param name="trainer">The trainer; stays the caller's.</param>
    /// <returns>Disposing it ends the connection and leaves log and trainer as they are. A log that lives as long as its trainer needs no such end.</returns>
    public static IDisposable Attach(this ITrainingLog log, Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(trainer);
        return new Connection(log, trainer);
    }

    private sealed class Connection : IDisposable
    {
        private readonly ITrainingLog _log;
        private readonly Trainer _trainer;

        public Connection(ITrainingLog log, Trainer trainer)
        {
            (_log, _trainer) = (log, trainer);
            trainer.Happened += Write;
        }

        public void Dispose() => _trainer.Happened -= Write;

        private void Write(object? sender, TrainingEvent happened) => _log.Write(happened);
    }
}
