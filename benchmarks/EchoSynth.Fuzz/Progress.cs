using System.IO.MemoryMappedFiles;

namespace EchoSynth.Fuzz;

/// <summary>What a worker has done of its block, in a mapped file: it is there when the worker has died.</summary>
internal sealed class Progress : IDisposable
{
    private const int Fields = 8;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public Progress(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite), null, Fields * 8, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor();
    }

    /// <summary>The case that runs.</summary>
    public long Current { get => _view.ReadInt64(0); set => _view.Write(0, value); }

    /// <summary>What was done since the block began.</summary>
    public Tally Tally => new(_view.ReadInt64(8), _view.ReadInt64(16), _view.ReadInt64(24), _view.ReadInt64(32), _view.ReadInt64(40), _view.ReadDouble(48));

    public void Set(Tally tally)
    {
        _view.Write(8, tally.Cases);
        _view.Write(16, tally.Accepted);
        _view.Write(24, tally.Findings);
        _view.Write(32, tally.Slowest);
        _view.Write(40, tally.Allocated);
        _view.Write(48, tally.Ratio);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
