namespace EchoSynth.Soak;

/// <summary>What the clients saw.</summary>
internal sealed class SoakTally
{
    private const int MostTold = 20;
    private readonly Lock _gate = new();
    private readonly List<double> _milliseconds = [];
    private readonly List<string> _failures = [];
    private long _good, _bad, _givenUp, _failed, _wrong;

    public long GoodCount => _good;

    public long BadCount => _bad;

    public long GivenUpCount => _givenUp;

    /// <summary>Good requests that failed.</summary>
    public long FailedCount => _failed;

    /// <summary>Bad requests that were not refused as they should be.</summary>
    public long WrongCount => _wrong;

    /// <summary>The first failures, in words.</summary>
    public IReadOnlyList<string> Failures => _failures;

    public void Good(TimeSpan? image)
    {
        lock (_gate)
        {
            _good++;
            if (image is { } time)
                _milliseconds.Add(time.TotalMilliseconds);
        }
    }

    public void Failed(string how)
    {
        lock (_gate)
        {
            _failed++;
            if (_failures.Count < MostTold)
                _failures.Add(how);
        }
    }

    public void Bad(string? wrong)
    {
        lock (_gate)
        {
            _bad++;
            if (wrong is null)
                return;
            _wrong++;
            if (_failures.Count < MostTold)
                _failures.Add(wrong);
        }
    }

    public void GivenUp()
    {
        lock (_gate)
            _givenUp++;
    }

    /// <summary>Time of an image that so great a share were not above, ms.</summary>
    public double Quantile(double share)
    {
        lock (_gate)
        {
            var sorted = _milliseconds.Order().ToList();
            return sorted.Count == 0 ? 0 : sorted[(int)(share * (sorted.Count - 1))];
        }
    }
}
