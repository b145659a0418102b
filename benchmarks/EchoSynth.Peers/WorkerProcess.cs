using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EchoSynth.Peers;

/// <summary>A worker of either side, seen from the coordinator.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly TimeSpan _limit;
    private readonly Queue<string> _errors = new();

    public WorkerProcess(Contender contender, PeersOptions options)
    {
        _limit = options.Limit;
        var start = Start(contender, options, contender.Ours ? ["--worker"] : []);
        // .NET compiles again in the background what is called often: so few steps would measure that, and so would the turn of the peer after them.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        _process = Process.Start(start) ?? throw new WorkerException($"{start.FileName} did not start.");
        _process.ErrorDataReceived += (_, e) => Note(e.Data);
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>How a process of either side is started, with its threads and its memory as the contender has them; its errors can be read.</summary>
    public static ProcessStartInfo Start(Contender contender, PeersOptions options, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(contender.Published ? options.Published! : contender.Ours ? Environment.ProcessPath! : options.Python!) { RedirectStandardError = true };
        if (!contender.Ours)
            start.ArgumentList.Add(Path.GetFullPath(options.Peer));
        else if (!contender.Published && Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location); // started as 'dotnet EchoSynth.Peers.dll', the path is that of dotnet
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["OMP_NUM_THREADS"] = options.Threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["ECHOSYNTH_PEERS_DEVICE"] = options.Device;
        if (options.WholeFloats)
            start.Environment["NVIDIA_TF32_OVERRIDE"] = "0";
        foreach (var (name, value) in contender.Variables)
            start.Environment[name] = value;
        if (contender.Tuned)
        {
            start.Environment["MALLOC_MMAP_MAX_"] = "0";
            start.Environment["MALLOC_TRIM_THRESHOLD_"] = "17179869184";
            start.Environment["MALLOC_TOP_PAD_"] = "67108864";
        }
        return start;
    }

    /// <exception cref="WorkerException">It answered with an error, not in time, or not at all.</exception>
    public JsonObject Ask(object command)
    {
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(command, JsonSerializerOptions.Web));
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended already, which the answer will say.
        }
        var line = _process.StandardOutput.ReadLineAsync();
        if (!line.Wait(_limit))
            throw new WorkerException(FormattableString.Invariant($"no answer after {_limit.TotalMinutes} minutes."));
        if (line.Result is null)
        {
            _process.WaitForExit();
            throw new WorkerException($"the process ended with exit code {_process.ExitCode}: {Errors()}");
        }
        JsonObject answer;
        try
        {
            answer = JsonNode.Parse(line.Result) as JsonObject ?? throw new JsonException("it is no object");
        }
        catch (JsonException e)
        {
            throw new WorkerException($"the answer '{line.Result}' cannot be read: {e.Message}");
        }
        return answer["error"] is { } error ? throw new WorkerException((string)error!) : answer;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_errors)
        {
            _errors.Enqueue(line);
            if (_errors.Count > 5)
                _errors.Dequeue();
        }
    }

    private string Errors()
    {
        lock (_errors)
            return _errors.Count > 0 ? string.Join(" | ", _errors) : "it said nothing.";
    }
}
