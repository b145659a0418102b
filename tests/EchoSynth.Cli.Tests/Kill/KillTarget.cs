using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace EchoSynth.Cli.Tests.Kill;

/// <summary>One life of <see cref="KillHost"/> as a process of its own.</summary>
internal sealed class KillTarget : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly ManualResetEventSlim _trains = new();
    private readonly Task<string> _error;
    private readonly ConcurrentQueue<string> _heard = new();
    private long _begun = long.MinValue, _step = -1;

    public KillTarget(string folder)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { typeof(KillHost).Assembly.Location, folder } };
        start.Environment["OMP_NUM_THREADS"] = "1";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Hear(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _error = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The step it began with; -1 where there was no checkpoint.</summary>
    public long Begun => Interlocked.Read(ref _begun);

    /// <summary>The last step it told of.</summary>
    public long Step => Interlocked.Read(ref _step);

    public bool HasExited => _process.HasExited;

    /// <summary>Waits until it trains.</summary>
    public KillTarget Training()
    {
        var waited = Stopwatch.StartNew();
        while (!_trains.Wait(20) && !_process.HasExited && waited.Elapsed < Limit)
        {
            // A life that resumes after the last step says so and ends.
        }
        if (_process.HasExited)
        {
            _process.WaitForExit(); // until all that it said was heard, too
            ExpectSuccess();
        }
        Assert.True(_trains.IsSet, $"it never trained\n{this}");
        return this;
    }

    /// <returns>Whether it was killed; false where it had ended by itself, which must be without an error.</returns>
    public bool Kill()
    {
        _process.Kill(); // SIGKILL
        _process.WaitForExit();
        if (_process.ExitCode == 128 + 9)
            return true;
        ExpectSuccess();
        return false;
    }

    public void Finish()
    {
        Assert.True(_process.WaitForExit(Limit), "it did not end");
        _process.WaitForExit();
        ExpectSuccess();
    }

    /// <summary>How it ended, and all that it said.</summary>
    public override string ToString() => $"{(_process.HasExited ? $"exit code {_process.ExitCode}" : "still running")}; said: {string.Join(" | ", _heard)}; errors: {(_process.HasExited ? _error.Result : "")}";

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        _trains.Dispose();
    }

    private void ExpectSuccess() => Assert.True(_process.ExitCode == 0, ToString());

    private void Hear(string? line)
    {
        if (line is null)
            return;
        _heard.Enqueue(line);
        if (line.StartsWith(KillHost.Begins, StringComparison.Ordinal))
            Interlocked.Exchange(ref _begun, long.Parse(line[KillHost.Begins.Length..], CultureInfo.InvariantCulture));
        else if (line.StartsWith(KillHost.StepDone, StringComparison.Ordinal))
            Interlocked.Exchange(ref _step, long.Parse(line[KillHost.StepDone.Length..], CultureInfo.InvariantCulture));
        else if (line == KillHost.Trains)
            _trains.Set();
    }
}
