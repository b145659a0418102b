using System.Diagnostics;
using System.Reflection;

namespace EchoSynth.Telemetry;

/// <summary>What the library's meter and activity source are called: the names that an OpenTelemetry set-up subscribes to (docs/operations.md lists their instruments and spans).</summary>
public static class EchoSynthTelemetry
{
    /// <summary>Name of the meter, for <c>metrics.AddMeter(EchoSynthTelemetry.MeterName)</c>: "EchoSynth".</summary>
    public const string MeterName = "EchoSynth";

    /// <summary>Name of the activity source, for <c>tracing.AddSource(EchoSynthTelemetry.ActivitySourceName)</c>: "EchoSynth".</summary>
    public const string ActivitySourceName = "EchoSynth";

    internal static string? Version { get; } = typeof(EchoSynthTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    internal static ActivitySource Source { get; } = new(ActivitySourceName, Version);
}
