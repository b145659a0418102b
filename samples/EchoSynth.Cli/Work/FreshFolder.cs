namespace EchoSynth.Cli.Work;

/// <summary>A model folder that a training may be the first to write to. Where it fails before its first step, what it leaves is taken away again.</summary>
internal sealed class FreshFolder(string folder) : IDisposable
{
    private readonly string? _first = Writable.FirstMissing(folder);

    /// <summary>Set once there is something that is worth keeping.</summary>
    public bool Keep { get; set; }

    public void Dispose()
    {
        if (Keep || _first is null || !Directory.Exists(folder) || ModelFolder.Exists(folder))
            return;
        // A log of a training that never made a step tells nothing.
        File.Delete(Path.Combine(folder, "log.jsonl"));
        Writable.RemoveEmpty(folder, _first);
    }
}
