namespace EchoSynth.Imaging;

/// <summary>Writes a whole file or none: a temporary file in the same folder, flushed to disk, then renamed.</summary>
internal static class AtomicFile
{
    /// <exception cref="IOException">The file cannot be written; its former content, if any, is untouched.</exception>
    public static void Write(string path, Action<Stream> write) => Make(path, temporary =>
    {
        using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        write(stream);
    });

    /// <summary>The same where another program writes: <paramref name="make"/> is given the temporary path, at which nothing is yet.</summary>
    /// <exception cref="IOException">The file cannot be written; its former content, if any, is untouched.</exception>
    public static void Make(string path, Action<string> make)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            make(temporary);
            using (var stream = new FileStream(temporary, FileMode.Open, FileAccess.Write, FileShare.None))
                stream.Flush(flushToDisk: true);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error)
        {
            TryDelete(temporary);
            if (error is (IOException and not EchoFormatException) or UnauthorizedAccessException or NotSupportedException)
                throw new IOException($"{path}: cannot be written: {error.Message} Check that the folder is writable and the disk has room.", error);
            throw;
        }
    }

    public static void Write(string path, ReadOnlyMemory<byte> content) => Write(path, stream => stream.Write(content.Span));

    /// <summary>Removes the temporary files that killed processes left in a folder, if there is one.</summary>
    public static void RemoveLeftovers(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.GetFiles(folder, "*.tmp"))
        {
            if (Guid.TryParseExact(Path.GetExtension(Path.GetFileNameWithoutExtension(file)).TrimStart('.'), "N", out _))
                TryDelete(file);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report.
        }
    }
}
