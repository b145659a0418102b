using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace EchoSynth.Peers;

/// <summary>What a process holds of a GPU's memory. Both sides' allocators keep what they once had, so at its end that is the most.</summary>
internal static class DeviceMemory
{
    /// <returns>Bytes; 0 where nvidia-smi is not there or does not know the process (in a container it may not).</returns>
    public static long Of(int process)
    {
        try
        {
            var start = new ProcessStartInfo("nvidia-smi") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])["--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits"])
                start.ArgumentList.Add(argument);
            using var asked = Process.Start(start)!;
            var lines = asked.StandardOutput.ReadToEnd().Split('\n');
            asked.WaitForExit();
            return lines.Select(l => l.Split(',', StringSplitOptions.TrimEntries))
                .Where(f => f.Length == 2 && f[0] == process.ToString(CultureInfo.InvariantCulture) && long.TryParse(f[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Sum(f => long.Parse(f[1], CultureInfo.InvariantCulture) << 20);
        }
        catch (Win32Exception)
        {
            return 0;
        }
    }
}
