using EchoSynth.Cli.Runtime;
using EchoSynth.Imaging;

namespace EchoSynth.Cli.Tests;

/// <summary>The binding's own loops are compiled for several processors, and a process chooses once among them.</summary>
[Collection(WorkspaceTests.Name)]
public sealed class InstructionSetTests(Workspace workspace)
{
    [Fact]
    public void Loops_for_lesser_processors_draw_the_same_image()
    {
        var expected = Draw(null);
        Assert.True(expected.Max() - expected.Min() > 20);
        foreach (var set in (string[])["baseline", "avx2"])
            Assert.True(Draw(set).Zip(expected, (a, b) => Math.Abs(a - b)).Max() <= 1, set);
    }

    [Fact]
    public void They_are_those_that_the_environment_asks_for()
    {
        if (TorchAccount.Binding.StartsWith("System", StringComparison.Ordinal))
            Assert.Contains("compiled for baseline", CliProcess.Run(Asking("baseline"), "doctor").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_taken_in_either_case_and_others_are_refused()
    {
        if (!TorchAccount.Binding.StartsWith("System", StringComparison.Ordinal))
            return;
        var doctor = CliProcess.Run(new Dictionary<string, string> { ["ECHOSYNTH_ISA"] = "Baseline", ["ECHOSYNTH_KERNELS"] = "Portable" }, "doctor").Expect(0).Output;
        Assert.Contains("compiled for baseline, not used (ECHOSYNTH_KERNELS=portable)", doctor, StringComparison.Ordinal);
        foreach (var (variable, legal) in new[] { ("ECHOSYNTH_ISA", "baseline, avx2 or avx512"), ("ECHOSYNTH_KERNELS", "fused or portable") })
        {
            var refused = CliProcess.Run(new Dictionary<string, string> { [variable] = "avx3" }, "generate", "--model", workspace.Model, "--masks", workspace.Data, "--split", "testing", "--count", "1", "--out", workspace.In($"refused-{variable}")).Expect(1);
            Assert.Contains($"{variable} is 'avx3'; it must be {legal}", refused.Error, StringComparison.Ordinal);
        }
    }

    private static Dictionary<string, string>? Asking(string? set) => set is null ? null : new() { ["ECHOSYNTH_ISA"] = set };

    private int[] Draw(string? set)
    {
        var folder = workspace.In($"drawn-{set ?? "usual"}");
        CliProcess.Run(Asking(set), "generate", "--model", workspace.Model, "--masks", workspace.Data, "--split", "testing", "--count", "1", "--out", folder, "--device", "cpu").Expect(0);
        var image = Directory.GetFiles(folder, "*.png").Single(f => !f.EndsWith("_gt.png", StringComparison.Ordinal));
        return [.. PngCodec.Read(image).Pixels.ToArray().Select(p => (int)Math.Round(p * 255))];
    }
}
