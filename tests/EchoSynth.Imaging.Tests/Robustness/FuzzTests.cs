using System.Diagnostics;
using EchoSynth.Fuzz;
using EchoSynth.Imaging.Tests.Support;

namespace EchoSynth.Imaging.Tests.Robustness;

/// <summary>A short run of the fuzzer over every parser; './build.sh fuzz' is the long one (docs/robustness.md).</summary>
public sealed class FuzzTests(FuzzSeeds seeds) : IClassFixture<FuzzSeeds>
{
    private const int Cases = 200;
    private const int SetCases = 100;
    private const int VideoCases = 10;

    public static TheoryData<string> Targets => [.. FuzzTargets.Data.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Mutated_files_are_read_or_refused_and_nothing_else(string name)
    {
        var target = FuzzTargets.All.Single(t => t.Name == name);
        using var folder = new TestFolder();
        var runner = new CaseRunner(target, seeds.Of(target), folder.Root, seed: 1) { Alone = false };
        var cases = target.MostCases < int.MaxValue ? VideoCases : target.Threads ? SetCases : Cases;
        var (tally, finding) = ShortRun.Of(runner, cases);
        Assert.True(finding is null, finding);
        // Else the mutations are too harsh, or too gentle, to try anything.
        Assert.True(tally.Accepted >= 0.01 * cases && tally.Refused >= 0.02 * cases, $"{tally.Accepted} accepted, {tally.Refused} refused of {cases}");
    }

    [Fact]
    public void A_case_is_the_same_whatever_ran_before_it()
    {
        var target = FuzzTargets.All.Single(t => t.Name == "set-ted");
        using var folder = new TestFolder();
        Assert.Equal(Run([7]), Run([3, 4, 5, 7]));

        string Run(int[] cases)
        {
            var runner = new CaseRunner(target, seeds.Of(target), folder.Root, seed: 1) { Alone = false };
            foreach (var number in cases)
                runner.Run(number);
            return string.Join('\n', Directory.GetFiles(runner.Place, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => f + Convert.ToHexString(File.ReadAllBytes(f))));
        }
    }

    [UnixFact]
    public void Whatever_a_parser_may_not_do_is_found()
    {
        using var folder = new TestFolder();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "EchoSynth.Fuzz.dll"), "1", "--self-test", "--hang", "2", "--jobs", "2", "--out", folder["found"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(90)));
        Assert.Equal(1, process.ExitCode);
        Assert.Equal(SelfTest.Targets.Select(t => t.Name + "-1-0").Order(StringComparer.Ordinal), Directory.GetDirectories(folder["found"]).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        foreach (var (name, part) in new[] { ("exception", "InvalidCast"), ("hang", "hangs"), ("stack", "died"), ("memory", "allocates"), ("write", "written"), ("outside", "outside"), ("process", "left running"), ("slow", "takes") })
            Assert.Contains(part, File.ReadAllText(folder[$"found/wrong-{name}-1-0/finding.txt"]), StringComparison.Ordinal);
        Assert.Contains("FINDING", errors.Result, StringComparison.Ordinal);
    }
}
