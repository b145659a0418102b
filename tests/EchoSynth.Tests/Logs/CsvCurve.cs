using System.Globalization;
using EchoSynth.Logs;
using EchoSynth.Training;

namespace EchoSynth.Tests.Logs;

/// <summary>The example of docs/logging.md; change both together.</summary>
internal sealed class CsvCurve(string path) : ITrainingLog
{
    private readonly StreamWriter _file = new(path, append: true) { AutoFlush = true };

    public void Write(TrainingEvent happened)
    {
        if (happened is TrainingEvent.Progressed { Progress.Losses: var losses } && losses.TryGetValue("l1", out var l1))
            _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{happened.ImagesSeen},{l1}"));
    }

    public void Dispose() => _file.Dispose();
}
