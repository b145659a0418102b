using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace EchoSynth.Cli.Tests.Kill;

/// <summary>A model folder, looked at from outside the library.</summary>
internal static class KilledFolder
{
    /// <summary>The step of the newest checkpoint that has its name, and -1 for none.</summary>
    public static long Newest(string folder) => Checkpoints(folder).Where(d => !d.EndsWith(".tmp", StringComparison.Ordinal)).Select(Step).DefaultIfEmpty(-1).Max();

    /// <summary>The same, with one that lacks nothing but its name.</summary>
    public static long NewestWhole(string folder) => Checkpoints(folder).Where(IsWhole).Select(Step).DefaultIfEmpty(-1).Max();

    /// <summary>What a write left half done: paths relative to the folder.</summary>
    public static string[] Leftovers(string folder) =>
        Directory.Exists(folder) ? [.. Directory.GetFileSystemEntries(folder, "*.tmp", SearchOption.AllDirectories).Select(e => Path.GetRelativePath(folder, e)).Order(StringComparer.Ordinal)] : [];

    /// <summary>Checks that a checkpoint of every name is whole.</summary>
    public static void CheckNamed(string folder)
    {
        foreach (var checkpoint in Checkpoints(folder).Where(d => !d.EndsWith(".tmp", StringComparison.Ordinal)))
            Assert.True(IsWhole(checkpoint), $"{checkpoint} is damaged");
    }

    /// <summary>Checks that two folders hold the same files with the same bytes.</summary>
    public static void CheckSame(string expected, string actual)
    {
        Assert.Equal(Files(expected), Files(actual));
        foreach (var file in Files(expected))
            Assert.True(File.ReadAllBytes(Path.Combine(expected, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, file))), $"{file} differs");
    }

    private static string[] Files(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];

    private static string[] Checkpoints(string folder)
    {
        var training = Path.Combine(folder, "training");
        return Directory.Exists(training) ? Directory.GetDirectories(training) : [];
    }

    private static long Step(string checkpoint) => long.Parse(Path.GetFileNameWithoutExtension(checkpoint)["step-".Length..], CultureInfo.InvariantCulture);

    private static bool IsWhole(string checkpoint)
    {
        var state = Path.Combine(checkpoint, "state.json");
        if (!File.Exists(state))
            return false;
        using var json = JsonDocument.Parse(File.ReadAllText(state));
        return json.RootElement.GetProperty("checksums").EnumerateObject().All(c =>
            File.Exists(Path.Combine(checkpoint, c.Name)) && Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(checkpoint, c.Name)))) == c.Value.GetString());
    }
}
