using System.Diagnostics;

namespace EchoSynth.Fuzz;

/// <summary>Parsers that do what none may, to show that it would be found.</summary>
internal static class SelfTest
{
    public static IReadOnlyList<FuzzTarget> Targets { get; } =
    [
        new("wrong-exception", (_, _) => throw new InvalidCastException("not documented")),
        new("wrong-hang", (_, _) => Thread.Sleep(Timeout.Infinite)),
        new("wrong-slow", (_, _) => Thread.Sleep(100)) { Limit = TimeSpan.FromMilliseconds(50) },
        new("wrong-stack", (_, _) => Deeper(0)),
        new("wrong-pointer", (_, _) => System.Runtime.InteropServices.Marshal.ReadInt32(1)),
        new("wrong-memory", (_, _) => GC.KeepAlive(GC.AllocateUninitializedArray<byte>(100_000_000))),
        new("wrong-write", (folder, _) => File.WriteAllText(Path.Combine(folder, "new"), "")),
        new("wrong-outside", (folder, _) => File.WriteAllText(Path.Combine(folder, "..", "new"), "")),
        new("wrong-process", (_, _) => Process.Start("sleep", "60").Dispose()),
    ];

    public static void WriteSeeds(string root)
    {
        foreach (var target in Targets)
        {
            Directory.CreateDirectory(Path.Combine(root, target.Name, "seed"));
            File.WriteAllText(Path.Combine(root, target.Name, "seed", "a.txt"), "1");
        }
    }

    // Not a tail call: what comes back is used.
    private static long Deeper(long depth) => 1 + Deeper(depth + 1) * 2;
}
