using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace EchoSynth.Imaging.Video;

/// <summary>One running ffmpeg or ffprobe: killed with its children when it stalls, is cancelled or is disposed early.</summary>
internal sealed class FfmpegProcess : IDisposable
{
    private const int MaxErrorBytes = 2000;
    private static readonly TimeSpan s_afterKill = TimeSpan.FromSeconds(5);
    private readonly string _name;
    private readonly string _path;
    private readonly string _failure;
    private readonly VideoOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Timer _watchdog;
    private readonly CancellationTokenRegistration _cancellation;
    private volatile bool _stalled;
    private bool _disposed;

    /// <param name="name">"ffmpeg" or "ffprobe".</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="path">The video, for messages.</param>
    /// <param name="failure">What it most likely means when it fails.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="cancellationToken">Kills the process.</param>
    public FfmpegProcess(string name, IEnumerable<string> arguments, string path, string failure, VideoOptions options, CancellationToken cancellationToken)
    {
        (_name, _path, _failure, _options, _cancellationToken) = (name, path, failure, options, cancellationToken);
        var program = FfmpegProgram.Find(name, path, options);
        ProcessGate.Enter(path, options, cancellationToken);
        try
        {
            _process = Start(program, arguments);
        }
        catch (Exception error)
        {
            ProcessGate.Leave();
            if (error is Win32Exception)
                throw FfmpegProgram.Missing(name, path, $"{program} cannot be started ({error.Message})", error);
            throw;
        }
        var stream = _process.StandardError.BaseStream;
        _errors = Task.Factory.StartNew(() => Drain(stream), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _watchdog = new Timer(_ =>
        {
            _stalled = true;
            Kill();
        });
        _cancellation = cancellationToken.Register(Kill);
    }

    /// <summary>Reads what it writes; 0 when it has ended.</summary>
    public int Read(Span<byte> buffer)
    {
        _watchdog.Change(_options.StallTimeout, Timeout.InfiniteTimeSpan);
        var read = _process.StandardOutput.BaseStream.Read(buffer);
        _watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return read;
    }

    /// <summary>Gives it something to read.</summary>
    public void Write(ReadOnlySpan<byte> data)
    {
        _watchdog.Change(_options.StallTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            _process.StandardInput.BaseStream.Write(data);
        }
        catch (IOException)
        {
            // It ended before its input did; why, it says itself.
            Finish();
            throw;
        }
        finally
        {
            _watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Waits for its end, and throws unless that was a good one.</summary>
    public void Finish()
    {
        TryClose(_process.StandardInput.BaseStream);
        if (!_process.WaitForExit(_options.StallTimeout))
        {
            _stalled = true;
            Kill();
            _process.WaitForExit(s_afterKill);
        }
        _cancellationToken.ThrowIfCancellationRequested();
        if (_stalled)
            throw new EchoFormatException(_path, _name, $"nothing came for {_options.StallTimeout.TotalSeconds:0.###} s, so it was stopped ({nameof(VideoOptions.StallTimeout)}).{Quoted()}");
        if (_process.ExitCode != 0)
            throw new EchoFormatException(_path, _name, $"failed with exit code {_process.ExitCode}; {_failure}.{Quoted()}");
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _cancellation.Dispose();
        _watchdog.Dispose();
        Kill();
        _process.WaitForExit(s_afterKill);
        _errors.Wait(s_afterKill);
        TryClose(_process.StandardInput.BaseStream);
        _process.StandardOutput.Dispose();
        _process.StandardError.Dispose();
        _process.Dispose();
        ProcessGate.Leave();
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        // Reports would be written into the working folder, colours into messages.
        start.Environment.Remove("FFREPORT");
        start.Environment.Remove("AV_LOG_FORCE_COLOR");
        start.Environment["AV_LOG_FORCE_NOCOLOR"] = "1";
        return Process.Start(start)!;
    }

    /// <summary>Reads to the end, so that the process never blocks, and keeps the beginning.</summary>
    private static string Drain(Stream stream)
    {
        var (kept, length) = (new byte[MaxErrorBytes], 0);
        Span<byte> buffer = stackalloc byte[1024];
        try
        {
            while (stream.Read(buffer) is > 0 and var read)
            {
                var taken = Math.Min(read, kept.Length - length);
                buffer[..taken].CopyTo(kept.AsSpan(length));
                length += taken;
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // Killed; what it said until then is enough.
        }
        return Encoding.UTF8.GetString(kept, 0, length);
    }

    private static void TryClose(Stream stream)
    {
        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // It no longer listens.
        }
    }

    private string Quoted()
    {
        var text = _errors.Wait(s_afterKill) ? string.Join(" | ", _errors.Result.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) : "";
        return text.Length == 0 ? "" : $" {_name} says: {text}";
    }

    private void Kill()
    {
        try
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // It ended by itself.
        }
    }
}
