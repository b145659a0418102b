using System.Globalization;
using EchoSynth.Training;

namespace EchoSynth.Logs;

/// <summary>Writes an event file for TensorBoard: losses, rates, speed, validation figures, and a picture of held-out samples per validation. The tags are listed in docs/logging.md.</summary>
/// <remarks>
/// TensorBoard's "step" is the number of training images seen, so that runs of different batch sizes lie on one axis. Each log is a new file, and all in one folder are one run:
/// give each training a folder of its own, the resumed one the same again. It marks where it goes on, and TensorBoard drops what was written before beyond that.
/// A killed process leaves at most one incomplete record at the end, which TensorBoard passes over.
/// </remarks>
public sealed class TensorBoardLog : ITrainingLog
{
    private static int s_files;
    private readonly LogFile _file;

    /// <summary>Makes an event file named events.out.tfevents.(Unix seconds).(host).(process).(number).</summary>
    /// <param name="folder">The run's folder; made where it is missing.</param>
    /// <param name="clock">The clock for the file's name; the system's when null.</param>
    /// <exception cref="IOException">The file cannot be made or written.</exception>
    public TensorBoardLog(string folder, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var now = (clock ?? TimeProvider.System).GetUtcNow();
        var host = string.Concat(Environment.MachineName.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_'));
        var number = Interlocked.Increment(ref s_files) - 1;
        _file = new LogFile(System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture,
            $"events.out.tfevents.{now.ToUnixTimeSeconds():D10}.{host}.{Environment.ProcessId}.{number}")), FileMode.CreateNew);
        try
        {
            Append(TensorBoardEvents.Version(now));
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The event file.</summary>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public void Write(TrainingEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        foreach (var record in TensorBoardEvents.Of(happened))
            Append(record);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void Append(ProtoWriter message) => _file.Append(TensorBoardRecord.Frame(message.Written));
}
