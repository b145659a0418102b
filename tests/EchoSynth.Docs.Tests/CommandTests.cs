using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace EchoSynth.Docs.Tests;

/// <summary>Commands in shell blocks are there: projects that are run, verbs of build.sh, verbs and options of the command line.</summary>
public sealed partial class CommandTests
{
    private static readonly ConcurrentDictionary<string, (int ExitCode, string Text)> Helps = new();

    public static TheoryData<string> Pages => [.. Repository.Pages.Where(p => !p.StartsWith("docs/api/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void EveryCommandIsThere(string page)
    {
        var wrong = Wrong(MarkdownPage.Read(page)).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void WrongCommandsAreFoundWithTheirLines()
    {
        var page = new MarkdownPage("page.md", """
            ```sh
            dotnet run -c Release --project samples/EchoSynth.Cli -- train --data d --modell m   # --not-an-option
            dotnet run --project samples/Nothing
            echosynth entrain --data d
            ./build.sh tset
            ./build.sh test && echosynth inspect --data d
            ```
            """);
        Assert.Equal(["page.md:2: train has no --modell", "page.md:3: there is no samples/Nothing", "page.md:4: echosynth has no entrain", "page.md:5: build.sh has no tset"], Wrong(page));
    }

    private static IEnumerable<string> Wrong(MarkdownPage page)
    {
        var verbs = VerbPattern().Matches(File.ReadAllText(Repository.Full("build.sh"))).Select(m => m.Groups[1].Value).ToHashSet();
        foreach (var (line, text) in page.Commands)
        {
            var command = text.Split('#')[0];
            foreach (Match project in ProjectPattern().Matches(command))
            {
                if (!Directory.Exists(Repository.Full(project.Groups[1].Value)))
                    yield return $"{page.Path}:{line}: there is no {project.Groups[1].Value}";
            }
            foreach (Match verb in BuildPattern().Matches(command))
            {
                if (!verbs.Contains(verb.Groups[1].Value))
                    yield return $"{page.Path}:{line}: build.sh has no {verb.Groups[1].Value}";
            }
            foreach (Match used in CliPattern().Matches(command))
            {
                var (verb, help) = (used.Groups[1].Value, Help(used.Groups[1].Value));
                if (help.ExitCode != 0)
                    yield return $"{page.Path}:{line}: echosynth has no {verb}";
                else
                {
                    foreach (var option in OptionPattern().Matches(used.Groups[2].Value).Select(m => m.Groups[1].Value).Where(o => !Regex.IsMatch(help.Text, $@"(^|\s|,){Regex.Escape(o)}\b(?!-)")))
                        yield return $"{page.Path}:{line}: {verb} has no {option}";
                }
            }
        }
    }

    private static (int ExitCode, string Text) Help(string verb) => Helps.GetOrAdd(verb, static v =>
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "EchoSynth.Cli.dll"), v, "--help"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        // Of an unknown verb it is the help of the whole.
        return (error.Result.Length > 0 || !text.Contains($"echosynth {v}", StringComparison.Ordinal) ? 2 : process.ExitCode, text);
    });

    [GeneratedRegex(@"--project (\S+)")]
    private static partial Regex ProjectPattern();

    [GeneratedRegex(@"\./build\.sh ([a-z-]+)")]
    private static partial Regex BuildPattern();

    [GeneratedRegex(@"(?:\bechosynth|samples/EchoSynth\.Cli --) +([a-z]+)([^&|;]*)")]
    private static partial Regex CliPattern();

    [GeneratedRegex(@"(?<=\s)(--[a-z-]+)")]
    private static partial Regex OptionPattern();

    [GeneratedRegex(@"^  ([a-z-]+)\)", RegexOptions.Multiline)]
    private static partial Regex VerbPattern();
}
