using EchoSynth.Imaging;

namespace EchoSynth.Logs;

/// <summary>A file that grows by whole entries, each handed to the operating system before <see cref="Append"/> returns.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly FileStream _stream;

    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="mode">How to open it.</param>
    /// <param name="prepare">Looks at what is there already, and may shorten it.</param>
    /// <exception cref="IOException">It cannot be opened or written.</exception>
    public LogFile(string path, FileMode mode, Action<FileStream>? prepare = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
        FileStream? stream = null;
        try
        {
            if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            stream = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            prepare?.Invoke(stream);
            stream.Seek(0, SeekOrigin.End);
            _stream = stream;
        }
        catch (Exception error)
        {
            stream?.Dispose();
            if (error is IOException and not EchoFormatException or UnauthorizedAccessException or NotSupportedException)
                throw new IOException($"{path}: the log cannot be opened for writing: {error.Message} Check that the folder is writable and that the path names a file, or choose another place.", error);
            throw;
        }
    }

    public string Path { get; }

    /// <summary>Writes an entry whole; where that fails the file is again as it was before.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Append(ReadOnlySpan<byte> entry)
    {
        var length = _stream.Position;
        try
        {
            _stream.Write(entry);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryShorten(length);
            throw new IOException($"{Path}: the log cannot be written: {error.Message} Check that the disk has room; the training can be resumed from its last checkpoint.", error);
        }
    }

    public void Dispose() => _stream.Dispose();

    private void TryShorten(long length)
    {
        try
        {
            _stream.SetLength(length);
            _stream.Position = length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report; half an entry at the end is cut off or passed over by who reads it.
        }
    }
}
