namespace EchoSynth.Training;

/// <summary>Times one call of Train: how fast steps go of late, and what validations and checkpoints cost beside them.</summary>
internal sealed class RunClock(TimeProvider time, long firstStep)
{
    /// <summary>Weight of the newest report in the rate.</summary>
    private const double Newest = 0.3;

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _aside, _asideReported;
    private double? _secondsPerStep;
    private (long Time, long Step) _reported = (time.GetTimestamp(), firstStep);

    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    /// <summary>Time since the last report, validations and checkpoints included.</summary>
    public TimeSpan SinceReport => time.GetElapsedTime(_reported.Time);

    /// <summary>Counts what a validation or checkpoint takes apart from the steps.</summary>
    public void Aside(Action work)
    {
        var start = time.GetTimestamp();
        work();
        _aside += time.GetElapsedTime(start);
    }

    /// <summary>Takes the steps since the last report into the rate.</summary>
    public void Report(long step)
    {
        var (seconds, steps) = ((SinceReport - (_aside - _asideReported)).TotalSeconds, step - _reported.Step);
        if (steps > 0 && seconds > 0)
            _secondsPerStep = _secondsPerStep is { } before ? (1 - Newest) * before + Newest * seconds / steps : seconds / steps;
        (_reported, _asideReported) = ((time.GetTimestamp(), step), _aside);
    }

    /// <summary>Steps were undone: they count neither way.</summary>
    public void Rewind(long step) => (_reported, _asideReported) = ((time.GetTimestamp(), step), _aside);

    public double StepsPerSecond => _secondsPerStep is > 0 and var seconds ? 1 / seconds : 0;

    public TimeSpan Remaining(long step, long total)
    {
        var aside = step > firstStep ? _aside.TotalSeconds / (step - firstStep) : 0;
        return TimeSpan.FromSeconds(Math.Min((total - step) * ((_secondsPerStep ?? 0) + aside), TimeSpan.MaxValue.TotalSeconds / 2));
    }
}
