using System.Globalization;
using static TorchSharp.torch;

namespace EchoSynth.Cli.Runtime;

/// <summary>How many threads one operator uses.</summary>
internal static class Threads
{
    /// <summary>Sets what was asked for; with 0 the number of real cores, unless OMP_NUM_THREADS says otherwise.</summary>
    /// <remarks>Some builds of libtorch take half of the processors, thinking of hyper-threads, and leave half of a virtual machine idle.</remarks>
    public static void Apply(int asked)
    {
        if (asked > 0)
            set_num_threads(asked);
        else if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OMP_NUM_THREADS")))
            set_num_threads(Math.Min(Environment.ProcessorCount, Cores(File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo") : [])));
    }

    /// <summary>The distinct pairs of processor package and core in the lines of /proc/cpuinfo; int.MaxValue where they are not told.</summary>
    public static int Cores(IEnumerable<string> cpuinfo)
    {
        var cores = new HashSet<(int, int)>();
        var package = 0;
        foreach (var line in cpuinfo)
        {
            if (line.Split(':') is not [var key, var value] || !int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
                continue;
            if (key.StartsWith("physical id", StringComparison.Ordinal))
                package = number;
            else if (key.StartsWith("core id", StringComparison.Ordinal))
                cores.Add((package, number));
        }
        return cores.Count > 0 ? cores.Count : int.MaxValue;
    }
}
