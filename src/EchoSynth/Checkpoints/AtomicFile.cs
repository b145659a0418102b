namespace EchoSynth.Checkpoints;

/// <summary>Files that are either whole or not there: written to a temporary name beside, flushed to disk, renamed.</summary>
internal static class AtomicFile
{
    /// <exception cref="IOException">The file could not be written; nothing is left behind and what was there before stays.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            TryDelete(temporary);
            if (e is IOException or UnauthorizedAccessException && e is not ModelFormatException)
                throw new IOException($"{path}: could not be written ({e.Message}); check that the folder is writable and the disk has room.", e);
            throw;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report.
        }
    }
}
