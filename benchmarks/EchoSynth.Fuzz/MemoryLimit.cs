using System.Globalization;
using System.Runtime.InteropServices;

namespace EchoSynth.Fuzz;

/// <summary>Bounds what the process may take from the system, so that memory without bound ends in an error, which is a finding. Linux alone.</summary>
internal static class MemoryLimit
{
    private const long More = 1L << 30;
    private const int AddressSpace = 9; // RLIMIT_AS

    private static bool s_set;

    /// <summary>From now on the process gets 1 GiB beyond what it has; once.</summary>
    public static void Set()
    {
        const string status = "/proc/self/status";
        if (s_set || !File.Exists(status))
            return;
        s_set = true;
        // libtorch and its threads are there before it counts.
        using (var warm = TorchSharp.torch.zeros(1024))
            GC.KeepAlive(warm.sum().item<float>());
        var size = long.Parse(File.ReadLines(status).First(l => l.StartsWith("VmSize:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) << 10;
        var limit = new Limit { Soft = (ulong)(size + More), Hard = (ulong)(size + More) };
        if (SetLimit(AddressSpace, in limit) != 0)
            throw new InvalidOperationException($"RLIMIT_AS cannot be set: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static extern int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft, Hard;
    }
}
