using System.Globalization;

namespace EchoSynth.Cli.Terminal;

/// <summary>Writes a line at the first report, at most every ten seconds from then on, and at the end.</summary>
internal sealed class PlainStage(TextWriter output, TimeProvider clock, string title, string unit) : IStage
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly long _start = clock.GetTimestamp();
    private long? _written;
    private string? _pending;

    public void Report(long done, long total, string details)
    {
        lock (_gate)
        {
            _pending = Line(title, unit, done, total, details);
            if (_written is not { } last || clock.GetElapsedTime(last) >= Interval)
                Write();
        }
    }

    public void Note(string line)
    {
        lock (_gate)
            output.WriteLine(line);
    }

    public void Finish()
    {
        lock (_gate)
        {
            if (_pending is not null)
                Write();
            output.WriteLine($"{title}: done in {Texts.Duration(clock.GetElapsedTime(_start))}");
        }
    }

    public static string Line(string title, string unit, long done, long total, string details) =>
        string.Create(CultureInfo.InvariantCulture, $"{title}: {done:N0} of {total:N0} {unit}{(details.Length > 0 ? ", " : "")}{details}");

    private void Write()
    {
        output.WriteLine(_pending);
        _pending = null;
        _written = clock.GetTimestamp();
    }
}
