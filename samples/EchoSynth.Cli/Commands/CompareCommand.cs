using System.CommandLine;
using EchoSynth.Cli.Evaluation;
using EchoSynth.Evaluation;

namespace EchoSynth.Cli.Commands;

/// <summary>echosynth compare: evaluations side by side.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("reports") { Description = "JSON files that 'evaluate --json' wrote, two or more.", HelpName = "FILE", Arity = new ArgumentArity(2, 100) };
        var command = new Command("compare", "Set the figures of several evaluations side by side.") { files };
        command.SetAction((parsed, _) =>
        {
            var paths = parsed.GetRequiredValue(files);
            var table = new ComparisonTable([.. paths.Select(EvaluationReport.Read)]);
            table.Print(Console.Out, Names(paths));
            foreach (var warning in table.Warnings())
                Console.WriteLine($"warning: {warning}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    /// <summary>File names, as far as they tell the files apart.</summary>
    private static string[] Names(string[] paths)
    {
        string[] names = [.. paths.Select(p => Path.GetFileNameWithoutExtension(p)!)];
        return names.Distinct(StringComparer.Ordinal).Count() == names.Length ? names : paths;
    }
}
