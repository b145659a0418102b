using EchoSynth.Cli.Runtime;

namespace EchoSynth.Cli.Tests;

[Collection(WorkspaceTests.Name)]
public sealed class DoctorTests
{
    [Fact]
    public void Doctor_tells_what_was_loaded()
    {
        var output = CliProcess.Run("doctor").Expect(0).Output;
        foreach (var part in new[] { "EchoSynth ", ".NET ", "binding ", "libtorch ", "native bridge ", "devices ", "cpu", "threads ", "bf16 ", "ffmpeg " })
            Assert.Contains(part, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_without_libtorch_ends_with_1_and_the_hint()
    {
        if (!TorchAccount.Binding.StartsWith("System", StringComparison.Ordinal))
            return; // Only our own binding lets a test point it elsewhere.
        var result = CliProcess.Run(new Dictionary<string, string> { ["ECHOSYNTH_NATIVE"] = "/nowhere/bridge.so" }, "doctor").Expect(1);
        Assert.Contains("error: libtorch cannot be used", result.Error, StringComparison.Ordinal);
        Assert.Contains("/nowhere/bridge.so", result.Error, StringComparison.Ordinal);
        Assert.Contains(TorchAccount.Hint, result.Error, StringComparison.Ordinal);
    }
}
