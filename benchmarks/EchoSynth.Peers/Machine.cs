using System.Globalization;

namespace EchoSynth.Peers;

/// <summary>How busy the machine is with other work.</summary>
internal static class Machine
{
    /// <summary>Whether other work keeps so much of it busy that the figures say little: with a thread a core, each waits for the one that other work holds up.</summary>
    public static bool IsBusy => File.Exists("/proc/loadavg") && double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture) > 0.5 * Environment.ProcessorCount;

    /// <summary>The system's load averages, where it tells them.</summary>
    public static string Load() => File.Exists("/proc/loadavg") ? $"load {string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3))}" : "load unknown";
}
