using System.Diagnostics;
using System.Text;

namespace EchoSynth.Packages.Tests.Support;

/// <summary>What a program left.</summary>
internal sealed record ToolResult(int ExitCode, string Output)
{
    public ToolResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, not {exitCode}\n{Output}");
        return this;
    }
}

/// <summary>A program as a child process, both its outputs in one text.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    public static ToolResult Dotnet(string folder, params string[] arguments) => Run("dotnet", folder, null, arguments);

    public static ToolResult Run(string program, string folder, IReadOnlyDictionary<string, string?>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // The test host was started by MSBuild, whose variables would rule in a build of its own.
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        // A node that stayed would keep our pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        var output = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Receive;
        process.ErrorDataReceived += Receive;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {Limit}\n{output}");
        }

        process.WaitForExit();
        lock (output)
            return new ToolResult(process.ExitCode, output.ToString());

        void Receive(object sender, DataReceivedEventArgs e)
        {
            lock (output)
                output.AppendLine(e.Data);
        }
    }
}
