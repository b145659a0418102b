namespace EchoSynth.Cli.Work;

/// <summary>Whether results can be written: better known before hours of work than after. Nothing is left of the attempt.</summary>
internal static class Writable
{
    public static void Folder(string folder)
    {
        var first = FirstMissing(folder);
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
            System.IO.File.WriteAllBytes(probe, [0]);
            System.IO.File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{folder}: cannot be written: {e.Message}", e);
        }
        finally
        {
            RemoveEmpty(folder, first);
        }
    }

    public static void File(string path)
    {
        if (Directory.Exists(path))
            throw new CommandException($"{path}: is a folder; name a file.");
        if (path.StartsWith("/dev/", StringComparison.Ordinal))
            return; // a device is found out by writing to it
        Folder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            if (System.IO.File.Exists(path))
                using (System.IO.File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) { }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    /// <summary>The topmost folder of a path that is not there yet; null where all are.</summary>
    public static string? FirstMissing(string folder)
    {
        string? first = null;
        for (var path = Path.GetFullPath(folder); path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path))
            first = path;
        return first;
    }

    /// <summary>Removes a folder and those above it up to <paramref name="last"/>, as far as they are empty; nothing where that is null.</summary>
    public static void RemoveEmpty(string folder, string? last)
    {
        if (last is null)
            return;
        for (var path = Path.GetFullPath(folder); path.Length >= last.Length; path = Path.GetDirectoryName(path)!)
        {
            if (Directory.Exists(path))
            {
                if (Directory.EnumerateFileSystemEntries(path).Any())
                    return;
                Directory.Delete(path);
            }
        }
    }
}
