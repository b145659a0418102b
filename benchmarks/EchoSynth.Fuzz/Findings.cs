namespace EchoSynth.Fuzz;

/// <summary>Writes what was found, each in a folder of its own: the input, what happened, and how to run it again.</summary>
internal static class Findings
{
    public static void Write(string root, string target, ulong seed, long number, string input, string what)
    {
        var folder = Path.Combine(root, FormattableString.Invariant($"{target}-{seed}-{number}"));
        Directory.CreateDirectory(folder);
        if (Directory.Exists(input))
            Copy(input, Path.Combine(folder, "input"));
        File.WriteAllText(Path.Combine(folder, "finding.txt"), FormattableString.Invariant($"{what}\n\nAgain: ./build.sh fuzz --target {target} --seed {seed} --case {number}\n"));
        // Its first line is enough on the screen.
        Console.Error.WriteLine(FormattableString.Invariant($"FINDING {target} case {number}: {what.Split('\n')[0]}"));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var name = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } target)
                File.WriteAllText(name + ".link", target);
            else if (entry is DirectoryInfo)
                Copy(entry.FullName, name);
            else if (entry is FileInfo { Length: > 0 })
                File.Copy(entry.FullName, name, overwrite: true);
            else
                File.WriteAllText(name + ".empty", "empty, or a pipe");
        }
    }
}
