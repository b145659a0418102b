using System.Globalization;

namespace EchoSynth.Cli.Bench;

/// <summary>How busy others keep the machine. Known under Linux only.</summary>
internal sealed class MachineLoad
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux
    private readonly (double Busy, double All)? _before = Ticks();
    private readonly TimeSpan _own = Environment.CpuUsage.TotalTime;

    /// <summary>Programs that ran or waited for a processor in the last minute, a mean; null where it is not known.</summary>
    public static double? Average() =>
        File.Exists("/proc/loadavg") && double.TryParse(File.ReadAllText("/proc/loadavg").Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var load) ? load : null;

    /// <summary>Share of all processors' time that others took since this was made, 0…1; null where it is not known, or in the first moments.</summary>
    public double? Others()
    {
        if (_before is not { } before || Ticks() is not { } now || now.All - before.All < TicksPerSecond / 4)
            return null;
        var own = (Environment.CpuUsage.TotalTime - _own).TotalSeconds * TicksPerSecond;
        return Math.Clamp((now.Busy - before.Busy - own) / (now.All - before.All), 0, 1);
    }

    private static (double Busy, double All)? Ticks()
    {
        if (!File.Exists("/proc/stat") || File.ReadLines("/proc/stat").FirstOrDefault() is not { } line)
            return null;
        // user nice system idle iowait irq softirq steal; what follows is in user already.
        double[] ticks = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(t => double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0)];
        return ticks.Length < 5 ? null : (ticks.Sum() - ticks[3] - ticks[4], ticks.Sum());
    }
}
