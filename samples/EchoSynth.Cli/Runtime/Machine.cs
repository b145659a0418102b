using System.Runtime.InteropServices;

namespace EchoSynth.Cli.Runtime;

/// <summary>What the machine has, besides libtorch.</summary>
internal static class Machine
{
    private static readonly string[] NativeFlags = ["avx512_bf16", "amx_bf16"];

    /// <summary>Whether the processor multiplies bfloat16 itself; elsewhere bf16 is emulated and slower than float32.</summary>
    public static string BFloat16()
    {
        const string cpuinfo = "/proc/cpuinfo";
        if (RuntimeInformation.ProcessArchitecture is not Architecture.X64 || !File.Exists(cpuinfo))
            return "not known for this processor";
        var flags = File.ReadLines(cpuinfo).FirstOrDefault(l => l.StartsWith("flags", StringComparison.Ordinal))?.Split(' ') ?? [];
        string[] native = [.. NativeFlags.Where(flags.Contains)];
        return native.Length > 0 ? $"the processor has {string.Join(" and ", native)}" : "the processor has none (emulated, slower than float32)";
    }

    /// <summary>The first file of that name on PATH; null where there is none.</summary>
    public static string? Find(string program)
    {
        var file = OperatingSystem.IsWindows() ? program + ".exe" : program;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
