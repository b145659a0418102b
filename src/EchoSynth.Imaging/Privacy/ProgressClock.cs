using System.Diagnostics;

namespace EchoSynth.Imaging.Privacy;

/// <summary>Counts the rows of one stage from several threads.</summary>
internal sealed class ProgressClock(string stage, int total, IProgress<PrivacyProgress>? progress)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _done;

    public void Add(int rows)
    {
        var done = Interlocked.Add(ref _done, rows);
        if (progress is null)
            return;
        var rate = done / Math.Max(Stopwatch.GetElapsedTime(_start).TotalSeconds, 1e-6);
        progress.Report(new PrivacyProgress(stage, done, total, rate, TimeSpan.FromSeconds((total - done) / Math.Max(rate, 1e-6))));
    }
}
