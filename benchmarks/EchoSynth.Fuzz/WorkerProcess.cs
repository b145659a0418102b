using System.Diagnostics;
using System.Globalization;

namespace EchoSynth.Fuzz;

/// <summary>A worker seen from outside: it is started, given blocks, watched and, where it hangs, ended.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly string _root;
    private readonly TimeSpan _hang;
    private readonly Process _process;
    private readonly Progress _progress;

    public WorkerProcess(string root, string seeds, FuzzOptions options)
    {
        (_root, _hang) = (root, options.Hang);
        Directory.CreateDirectory(Path.Combine(root, "tmp"));
        _progress = new Progress(Path.Combine(root, "progress"));
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = root };
        // Started as 'dotnet EchoSynth.Fuzz.dll', the path is that of dotnet.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        foreach (var argument in (string[])["worker", root, seeds, Path.GetFullPath(options.Out), options.Seed.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        start.Environment["TMPDIR"] = Path.Combine(root, "tmp");
        // Memory without bound ends in an OutOfMemoryException, which is a finding, and not in the machine's.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x60000000";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        _process = Process.Start(start)!;
    }

    /// <summary>The folder of the case that runs, or ran last.</summary>
    public string Place => Path.Combine(_root, "case");

    /// <summary>Runs a block.</summary>
    /// <returns>What was done; and, where the worker died, the case it died of and how.</returns>
    public (Tally Tally, long? Died, string How) Run(string target, long from, long count)
    {
        _progress.Current = from;
        _progress.Set(Tally.None);
        try
        {
            _process.StandardInput.WriteLine(FormattableString.Invariant($"{target} {from} {count}"));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended already, which the answer will say.
        }
        var answer = _process.StandardOutput.ReadLineAsync();
        var (seen, since) = (from, Stopwatch.StartNew());
        while (!answer.Wait(200))
        {
            if (_progress.Current != seen)
                (seen, since) = (_progress.Current, Stopwatch.StartNew());
            if (since.Elapsed < _hang)
                continue;
            Kill();
            return (_progress.Tally, _progress.Current, $"it hangs: no end after {_hang.TotalSeconds} s.");
        }
        if (answer.Result == "done")
            return (_progress.Tally, null, "");
        _process.WaitForExit();
        return (_progress.Tally, _progress.Current, $"the process died with exit code {_process.ExitCode}.");
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
        _progress.Dispose();
    }

    private void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }
}
