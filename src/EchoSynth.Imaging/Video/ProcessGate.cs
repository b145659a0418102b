namespace EchoSynth.Imaging.Video;

/// <summary>Lets only so many processes run at the same time, counted over the whole program.</summary>
internal static class ProcessGate
{
    private static readonly object s_gate = new();
    private static int s_running;

    public static int Running
    {
        get
        {
            lock (s_gate)
                return s_running;
        }
    }

    /// <summary>Waits for a place; an error when none became free for as long as a process may stall, since then they are held by the caller itself.</summary>
    public static void Enter(string path, VideoOptions options, CancellationToken cancellationToken)
    {
        using var wake = cancellationToken.Register(static () =>
        {
            lock (s_gate)
                Monitor.PulseAll(s_gate);
        });
        lock (s_gate)
        {
            while (s_running >= options.MaxProcesses)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!Monitor.Wait(s_gate, options.StallTimeout) && s_running >= options.MaxProcesses)
                    throw new EchoFormatException(path, "ffmpeg", $"{s_running} processes of it are running already and none ended for {options.StallTimeout.TotalSeconds:0.###} s; at most {options.MaxProcesses} may ({nameof(VideoOptions.MaxProcesses)}). Dispose the enumerations of frames that are under way.");
            }
            cancellationToken.ThrowIfCancellationRequested();
            s_running++;
        }
    }

    public static void Leave()
    {
        lock (s_gate)
        {
            s_running--;
            Monitor.PulseAll(s_gate);
        }
    }
}
