using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EchoSynth.Soak;

/// <summary>The Studio as a process of its own.</summary>
internal sealed partial class StudioProcess : IAsyncDisposable
{
    private readonly Process _process;

    private StudioProcess(Process process, Uri address, TimeSpan start) => (_process, Address, StartTime) = (process, address, start);

    public Uri Address { get; }

    /// <summary>From its start until it listens.</summary>
    public TimeSpan StartTime { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Resident memory, bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <exception cref="InvalidOperationException">It ended before it listened; tells what it said.</exception>
    public static async Task<StudioProcess> Start(string model, int threads, CancellationToken cancellation)
    {
        var arguments = new List<string> { Path.Combine(AppContext.BaseDirectory, "EchoSynth.Studio.dll"), "--port", "0", "--threads", threads.ToString(CultureInfo.InvariantCulture) };
        if (model.Length > 0)
            arguments.AddRange(["--model", model]);
        var clock = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        while (await process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            if (AddressIn().Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.ReadToEndAsync(cancellation);
                return new StudioProcess(process, new Uri(match.Value), clock.Elapsed);
            }
        }
        throw new InvalidOperationException($"The Studio did not start: {await errors.ConfigureAwait(false)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex AddressIn();
}
