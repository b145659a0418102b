using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EchoSynth.Tests.Support;

/// <summary>What this process holds of the machine's memory.</summary>
internal static partial class ResidentMemory
{
    /// <summary>The median of five readings in bytes, after a collection, and after malloc has given back what is free: it keeps freed blocks for later, four MiB and more at a time, and tests before left it many.</summary>
    public static long Read()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        GiveBack();
        var readings = Enumerable.Range(0, 5).Select(_ =>
        {
            Thread.Sleep(1);
            using var process = Process.GetCurrentProcess();
            return process.WorkingSet64;
        });
        return readings.Order().ElementAt(2);
    }

    private static void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc.
        }
    }

    [LibraryImport("libc")]
    private static partial int malloc_trim(nuint pad);
}
