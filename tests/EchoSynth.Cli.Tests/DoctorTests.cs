using System.Text.RegularExpressions;
using EchoSynth.Cli.Runtime;
using EchoSynth.Imaging.Video;

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
    public void Doctor_looks_for_ffmpeg_where_a_video_would()
    {
        var named = new Dictionary<string, string> { [VideoOptions.EnvironmentVariable] = "/nowhere/else" };
        Assert.Matches("ffmpeg +not at /nowhere/else, which ECHOSYNTH_FFMPEG names", CliProcess.Run(named, "doctor").Expect(0).Output);
        named[VideoOptions.EnvironmentVariable] = Path.GetDirectoryName(VideoFile.FindProgram())!;
        Assert.Matches($"ffmpeg +{Regex.Escape(VideoFile.FindProgram()!)}", CliProcess.Run(named, "doctor").Expect(0).Output);
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
