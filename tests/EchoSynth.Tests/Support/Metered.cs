using System.Diagnostics.Metrics;
using EchoSynth.Telemetry;

namespace EchoSynth.Tests.Support;

/// <summary>A meter factory of its own and what its instruments measure, so that other tests' measurements stay out.</summary>
internal sealed class Metered : IMeterFactory
{
    private readonly List<Meter> _meters = [];
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, string? Unit, double Value, Dictionary<string, object?> Tags)> _values = [];

    public Metered()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == this)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public EchoSynthMetrics Metrics() => new(this);

    public void Observe() => _listener.RecordObservableInstruments();

    public (string Name, string? Unit, double Value, Dictionary<string, object?> Tags)[] Of(string name)
    {
        lock (_values)
            return [.. _values.Where(v => v.Name == name)];
    }

    public double Sum(string name) => Of(name).Sum(v => v.Value);

    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(m => m.Dispose());
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_values)
            _values.Add((instrument.Name, instrument.Unit, value, new Dictionary<string, object?>(tags.ToArray())));
    }
}
