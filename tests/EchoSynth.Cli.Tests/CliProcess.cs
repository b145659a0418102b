using System.Diagnostics;
using System.Text;

namespace EchoSynth.Cli.Tests;

/// <summary>What a run of the command line left.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    public CliResult Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, not {exitCode}\n{Output}\n{Error}");
        return this;
    }
}

/// <summary>The built command line as a child process.</summary>
internal sealed class CliProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly StringBuilder _output = new(), _error = new();
    private readonly ManualResetEventSlim _seen = new();
    private readonly string? _awaited;

    private CliProcess(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? awaited)
    {
        _awaited = awaited;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(Failure).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Receive(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Receive(_error, e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static CliResult Run(params string[] arguments) => Run(null, arguments);

    public static CliResult Run(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        using var running = new CliProcess(arguments, environment, null);
        return running.Finish();
    }

    /// <summary>Starts, waits for a text in the output, sends SIGINT, and waits for the end.</summary>
    public static CliResult RunAndInterrupt(string awaited, params string[] arguments) => RunAndSignal("-INT", awaited, arguments);

    /// <summary>The same with SIGTERM, as a container's or service's manager sends it.</summary>
    public static CliResult RunAndTerminate(string awaited, params string[] arguments) => RunAndSignal("-TERM", awaited, arguments);

    /// <summary>The same with SIGKILL: the process cannot do anything about it.</summary>
    public static CliResult RunAndKill(string awaited, params string[] arguments) => RunAndSignal("-KILL", awaited, arguments);

    private static CliResult RunAndSignal(string signal, string awaited, string[] arguments)
    {
        using var running = new CliProcess(arguments, null, awaited);
        Assert.True(running._seen.Wait(Limit), $"never said '{awaited}'\n{running._output}\n{running._error}");
        running.Signal(signal);
        return running.Finish();
    }

    /// <summary>Starts, and leaves it running.</summary>
    public static CliProcess Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) => new(arguments, environment, null);

    /// <summary>Sends a signal by its name, "-KILL" for example.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString()]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public CliResult Finish()
    {
        if (!_process.WaitForExit(Limit))
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"did not end within {Limit}\n{_output}\n{_error}");
        }
        _process.WaitForExit();
        return new CliResult(_process.ExitCode, _output.ToString(), _error.ToString());
    }

    public void Dispose()
    {
        _process.Dispose();
        _seen.Dispose();
    }

    private void Receive(StringBuilder to, string? line)
    {
        if (line is null)
            return;
        lock (to)
            to.AppendLine(line);
        if (_awaited is not null && line.Contains(_awaited, StringComparison.Ordinal))
            _seen.Set();
    }
}
