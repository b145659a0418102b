using System.Text.Json;
using static TorchSharp.torch;

namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class BenchTests(Workspace workspace)
{
    [Fact]
    public void A_model_is_measured_beside_its_machine_and_standard_output_may_be_for_programs_alone()
    {
        var result = Bench("--batch", "8").Expect(0);
        var root = JsonDocument.Parse(result.Output).RootElement;
        Assert.True(root.GetProperty("complete").GetBoolean());
        var peak = root.GetProperty("peak");
        Assert.True(peak.GetProperty("convolutionFp32").GetDouble() > 1e8);
        var network = Assert.Single(root.GetProperty("networks").EnumerateArray());
        Assert.Equal((64, 4, 1), (network.GetProperty("size").GetInt32(), network.GetProperty("steps").GetInt32(), network.GetProperty("batch").GetInt32()));
        Assert.Equal("full", network.GetProperty("precision").GetString());
        Assert.Equal(JsonValueKind.Null, network.GetProperty("training").ValueKind);
        var flop = network.GetProperty("flopPerImage").GetDouble();
        Assert.Equal(flop / network.GetProperty("secondsPerImage").GetProperty("median").GetDouble() / peak.GetProperty("convolutionFp32").GetDouble(), network.GetProperty("shareOfPeak").GetDouble(), 1e-9);
        foreach (var part in new[] { "peak of this machine", "one image", "copy of 256 MiB", "1 thread in one operator", "read back", "a share may be above 100 %" })
            Assert.Contains(part, result.Error, StringComparison.Ordinal);
    }

    [BFloat16Fact(true)]
    public void In_bfloat16_the_share_is_of_the_peak_in_bfloat16()
    {
        var root = JsonDocument.Parse(Bench("--precision", "bf16").Expect(0).Output).RootElement;
        var network = Assert.Single(root.GetProperty("networks").EnumerateArray());
        Assert.Equal("bf16", network.GetProperty("precision").GetString());
        Assert.Equal(
            network.GetProperty("flopPerSecond").GetDouble() / root.GetProperty("peak").GetProperty("convolutionBf16").GetDouble(), network.GetProperty("shareOfPeak").GetDouble(), 1e-9);
    }

    [BFloat16Fact(false)]
    public void Where_the_processor_has_no_bfloat16_that_is_said_before_anything_is_measured()
    {
        var result = Bench("--precision", "bf16").Expect(1);
        Assert.Contains("--precision is bf16; it must be full on this CPU, which has no bfloat16 arithmetic.", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_model_that_is_not_there_is_told_before_anything_is_measured()
    {
        var result = CliProcess.Run("bench", "--model", workspace.In("no-such-model"), "--device", "cpu").Expect(1);
        Assert.Contains("no-such-model", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [UnixFact]
    public void Ctrl_C_leaves_what_was_measured()
    {
        var json = workspace.In("bench.json");
        var result = CliProcess.RunAndInterrupt("small-64: done", "bench", "--preset", "small-64,reference-256", "--seconds", "2", "--images", "2", "--device", "cpu", "--json", json).Expect(130);
        Assert.Contains("Stopped: what was not measured is left out.", result.Output, StringComparison.Ordinal);
        Assert.Matches("training step[^\n]*\nsmall-64 +64 +4 ", result.Output);
        Assert.Contains("cancelled", result.Error, StringComparison.Ordinal);
        var root = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        Assert.False(root.GetProperty("complete").GetBoolean());
        Assert.Equal(4, Assert.Single(root.GetProperty("networks").EnumerateArray()).GetProperty("training").GetProperty("batch").GetInt32());
    }

    private CliResult Bench(params string[] options) =>
        CliProcess.Run(["bench", "--model", workspace.Model, "--seconds", "1", "--images", "2", "--device", "cpu", "--threads", "1", "--json", "-", .. options]);

    private sealed class BFloat16FactAttribute : FactAttribute
    {
        /// <param name="has">Whether the test is for processors that have it, or for the others.</param>
        public BFloat16FactAttribute(bool has) => Skip = Devices.HasBFloat16(CPU) == has ? null : $"This processor has {(has ? "no " : "")}bfloat16 arithmetic.";
    }
}
