namespace EchoSynth.Cli.Runtime;

/// <summary>What the machine has, besides libtorch.</summary>
internal static class Machine
{
    /// <summary>The first file of that name on PATH; null where there is none.</summary>
    public static string? Find(string program)
    {
        var file = OperatingSystem.IsWindows() ? program + ".exe" : program;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
