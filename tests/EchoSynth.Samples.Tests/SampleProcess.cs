using System.Diagnostics;

namespace EchoSynth.Samples.Tests;

/// <summary>What a run of a sample left.</summary>
internal sealed record SampleResult(int ExitCode, string Output, string Error)
{
    public SampleResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, not {exitCode}\n{Output}\n{Error}");
        return this;
    }
}

/// <summary>Starts a built sample as a person would, in a folder of its own.</summary>
internal static class SampleProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static SampleResult Run(string folder, string sample, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, sample + ".dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{sample} did not end within {Limit}\n{output.Result}\n{error.Result}");
        }
        return new SampleResult(process.ExitCode, output.Result, error.Result);
    }
}
