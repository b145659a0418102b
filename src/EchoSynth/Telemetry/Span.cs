using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EchoSynth.Telemetry;

/// <summary>A piece of work as a span and as a value of a histogram. Costs next to nothing where nobody listens to either.</summary>
internal sealed class Span : IDisposable
{
    private static readonly Span s_nothing = new(null, null, 0, default);
    private readonly Activity? _activity;
    private readonly Histogram<double>? _histogram;
    private readonly long _start;
    private TagList _tags;

    private Span(Activity? activity, Histogram<double>? histogram, long start, TagList tags) => (_activity, _histogram, _start, _tags) = (activity, histogram, start, tags);

    /// <summary>Begins.</summary>
    /// <param name="name">The span's name; null for none.</param>
    /// <param name="histogram">Takes the seconds; null for none.</param>
    /// <param name="tags">Of both; made only where somebody listens.</param>
    public static Span Begin(string? name, Histogram<double>? histogram, Func<TagList>? tags = null)
    {
        var listened = histogram is { Enabled: true };
        var activity = name is null ? null : EchoSynthTelemetry.Source.StartActivity(name);
        if (activity is null && !listened)
            return s_nothing;
        var list = tags?.Invoke() ?? default;
        if (activity is { IsAllDataRequested: true })
        {
            foreach (var (key, value) in list)
                activity.SetTag(key, value);
        }
        return new Span(activity, listened ? histogram : null, Stopwatch.GetTimestamp(), list);
    }

    /// <summary>Notes a number on the span alone: in a histogram it would make a series of every value.</summary>
    public void Note(string key, object? value) => _activity?.SetTag(key, value);

    /// <summary>The work ended with an exception. A cancellation is not an error of the library's: it is tagged and the status stays unset.</summary>
    /// <returns>Always false, for exception filters, which run before anything is unwound.</returns>
    public bool Failed(Exception error)
    {
        if (ReferenceEquals(this, s_nothing))
            return false;
        _tags.Add("error.type", error.GetType().FullName);
        if (_activity is null)
            return false;
        _activity.SetTag("error.type", error.GetType().FullName);
        if (error is OperationCanceledException)
            return false;
        _activity.SetStatus(ActivityStatusCode.Error, error.Message);
        _activity.AddException(error);
        return false;
    }

    public void Dispose()
    {
        _histogram?.Record(Stopwatch.GetElapsedTime(_start).TotalSeconds, _tags);
        _activity?.Dispose();
    }
}
