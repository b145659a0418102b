using System.Globalization;
using System.Runtime.InteropServices;

namespace EchoSynth.Cli.Bench;

/// <summary>The most memory that this process had at once, since it was last asked to begin anew. Known under Linux only.</summary>
internal static class PeakMemory
{
    private const string Status = "/proc/self/status", Reset = "/proc/self/clear_refs";

    /// <summary>Gives back what the allocator keeps of what was freed, and forgets what was before.</summary>
    /// <returns>False where that cannot be done.</returns>
    public static bool Begin()
    {
        GC.Collect();
        try
        {
            _ = Trim(0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, which may keep what was used before; then that counts, too.
        }
        try
        {
            File.WriteAllText(Reset, "5");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Bytes, with libraries and code; memory on a GPU is not in it.</summary>
    public static long? Read()
    {
        if (!File.Exists(Status))
            return null;
        var line = File.ReadLines(Status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var kib, "kB"] && long.TryParse(kib, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value << 10 : null;
    }

    [DllImport("libc", EntryPoint = "malloc_trim", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nint padding);
}
