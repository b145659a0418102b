using EchoSynth.Training;

namespace EchoSynth.Logs;

/// <summary>Something that keeps what happens in a training; <see cref="TrainingLogExtensions.Attach"/> joins it to a <see cref="Trainer"/>.</summary>
/// <remarks>Events come on the training thread, one at a time, and the training waits. One log serves one training at a time.</remarks>
public interface ITrainingLog : IDisposable
{
    /// <summary>Keeps an event. When it returns, the event outlives the process; a power failure may still take it.</summary>
    /// <param name="happened">The event. Kinds the log does not know are kept as far as possible or passed over, never an error.</param>
    /// <exception cref="IOException">It cannot be written. What was written before stays whole.</exception>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    void Write(TrainingEvent happened);
}
