using System.Diagnostics;

namespace EchoSynth.Speed;

/// <summary>How long something took that was done again and again, in seconds.</summary>
public sealed record Timing
{
    private Timing()
    {
    }

    /// <summary>How often it was timed.</summary>
    public required int Count { get; init; }

    /// <summary>The median; of an even number of times the mean of the middle two.</summary>
    public required double Median { get; init; }

    /// <summary>The shortest time.</summary>
    public required double Low { get; init; }

    /// <summary>The longest time.</summary>
    public required double High { get; init; }

    /// <summary>The shortest, the median and the longest of some times in seconds.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static Timing Of(IReadOnlyCollection<double> seconds)
    {
        ArgumentNullException.ThrowIfNull(seconds);
        if (seconds.Count == 0)
            throw new ArgumentException("There are no times.", nameof(seconds));
        double[] sorted = [.. seconds.Order()];
        return new Timing { Count = sorted.Length, Median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, Low = sorted[0], High = sorted[^1] };
    }

    /// <summary>The same of a part: every time divided, for example by the images of a batch.</summary>
    /// <param name="parts">How many parts there are, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">No parts.</exception>
    public Timing Over(double parts)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parts);
        return this with { Median = Median / parts, Low = Low / parts, High = High / parts };
    }

    /// <summary>Does something for a quarter of the time without looking at the clock, so that caches are warm and code is compiled (.NET does so again while it runs), and then again and again.</summary>
    /// <param name="work">What to do; it returns when all is done, also on a GPU.</param>
    /// <param name="budget">No further time begins after this long, the untimed ones included; one is untimed and one timed in any case.</param>
    /// <param name="atMost">Times at most, untimed and timed each; at least 1.</param>
    /// <param name="cancellationToken">Stops between two times.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Timing Measure(Action work, TimeSpan budget, int atMost = 1000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentOutOfRangeException.ThrowIfLessThan(atMost, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var begin = Stopwatch.GetTimestamp();
        var untimed = 0;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            work();
        }
        while (++untimed < atMost && Stopwatch.GetElapsedTime(begin) < budget / 4);
        var times = new List<double>();
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            work();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (times.Count < atMost && Stopwatch.GetElapsedTime(begin) < budget);
        return Of(times);
    }
}
