using System.Diagnostics;
using System.Globalization;

namespace EchoSynth.Fuzz;

/// <summary>A process that runs blocks of cases, one line on standard input each ("TARGET FROM COUNT"), until the input ends. It may die of any of them.</summary>
internal static class Worker
{
    /// <param name="root">Its folder: "tmp" is its folder for temporary files, "case" the case.</param>
    /// <param name="seeds">The folder of seeds.</param>
    /// <param name="findings">Where findings are written.</param>
    /// <param name="seed">Of the run.</param>
    public static void Run(string root, string seeds, string findings, ulong seed)
    {
        using var progress = new Progress(Path.Combine(root, "progress"));
        while (Console.ReadLine() is { } line)
        {
            var parts = line.Split(' ');
            var target = FuzzTargets.All.Concat(SelfTest.Targets).First(t => t.Name == parts[0]);
            var (from, count) = (long.Parse(parts[1], CultureInfo.InvariantCulture), long.Parse(parts[2], CultureInfo.InvariantCulture));
            if (target.Native)
                MemoryLimit.Set();
            var runner = new CaseRunner(target, SeedStore.Load(seeds, target), root, seed);
            var tally = Tally.None;
            progress.Set(tally);
            for (var number = from; number < from + count; number++)
            {
                progress.Current = number;
                var result = runner.Run(number);
                if (result.Finding is null && (number == from + count - 1 || target.NeedsVideo) && Left(root) is { } left)
                    result = result with { Finding = left };
                if (result.Finding is not null)
                    Findings.Write(findings, target.Name, seed, number, runner.Place, result.Finding);
                tally = tally.With(Tally.Of(result));
                progress.Set(tally);
            }
            Console.WriteLine("done");
        }
    }

    /// <summary>What should not be there: a file outside the case's folder, a process.</summary>
    private static string? Left(string root)
    {
        var files = Directory.GetFileSystemEntries(root).Select(path => Path.GetFileName(path)).Where(name => name is not ("case" or "tmp" or "progress"))
            .Concat(Directory.GetFileSystemEntries(Path.Combine(root, "tmp")).Where(path => !Path.GetFileName(path).StartsWith("clr-debug", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith("dotnet-diagnostic", StringComparison.Ordinal))).ToList();
        if (files.Count > 0)
        {
            files.ForEach(f => File.Delete(Path.Combine(root, f)));
            return $"files outside the case's folder, by this case or one before it in its block: {string.Join(", ", files)}.";
        }
        return Children() is { Count: > 0 } children ? $"processes left running, by this case or one before it in its block: {string.Join(", ", children)}." : null;
    }

    private static List<string> Children()
    {
        var found = new List<string>();
        if (!Directory.Exists("/proc/self"))
            return found;
        foreach (var process in Directory.GetDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            try
            {
                // "pid (name) state parent …"; the name may hold anything.
                var text = File.ReadAllText(Path.Combine(process, "stat"));
                var rest = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                if (rest[1] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
                    found.Add(text[..(text.LastIndexOf(')') + 3)]);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended in the meantime.
            }
        }
        foreach (var id in found.Select(f => int.Parse(f.Split(' ')[0], CultureInfo.InvariantCulture)))
            Process.GetProcessById(id).Kill();
        return found;
    }
}
