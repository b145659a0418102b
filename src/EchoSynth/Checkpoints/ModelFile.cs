using EchoSynth.Imaging;

namespace EchoSynth.Checkpoints;

/// <summary>Opens the files of model folders, which may be a stranger's: regular files alone, in their folder, of a bounded length, every failure as a <see cref="ModelFormatException"/>.</summary>
internal static class ModelFile
{
    /// <summary>The longest JSON file that is read; the state.json of the largest preset has some 100 kB.</summary>
    public const long LongestJson = 16 << 20;

    /// <summary>Opens a file to be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What an empty file, a pipe or a device is told to be instead.</param>
    /// <param name="longest">Bytes at most.</param>
    /// <param name="named">Whether somebody named this very file, which may then be a link to anywhere; else it is one of a folder, and must lie in it.</param>
    /// <exception cref="ModelFormatException">It is missing, empty, too long, no regular file, a link out of its folder, or may not be read.</exception>
    public static FileStream Open(string path, string content, long longest = long.MaxValue, bool named = false)
    {
        if (!named)
            CheckLinks(path);
        try
        {
            // To open a pipe would wait for a writer, and a device need not end.
            if (FileInput.HoldsNothing(path))
                throw new ModelFormatException(path, $"is empty, or is a pipe or device; {content}.");
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            var length = file.Length;
            if (length <= longest)
                return file;
            file.Dispose();
            throw new ModelFormatException(path, $"has {length} bytes; at most {longest} are read.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(path, "no such file.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ModelFormatException(path, Directory.Exists(path) ? $"is a folder; {content}." : "access is denied.", e);
        }
        catch (IOException e) when (e is not ModelFormatException)
        {
            throw new ModelFormatException(path, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The path of a file that another one names: one in the same folder, and not elsewhere through a link.</summary>
    /// <param name="folder">The folder of both.</param>
    /// <param name="namedBy">The file that names it.</param>
    /// <param name="name">The name in it.</param>
    /// <exception cref="ModelFormatException">It is not the name of a file in the folder.</exception>
    public static string Beside(string folder, string namedBy, string name)
    {
        var path = Path.Combine(folder, name);
        if (name.Length is 0 or > 255 || name is "." or ".." || name.AsSpan().IndexOfAny("/\\\0:") >= 0)
            throw new ModelFormatException(namedBy, $"names '{(name.Length > 80 ? name[..80] + "…" : name)}', which is not the name of a file beside it.");
        CheckLinks(path);
        return path;
    }

    /// <summary>Refuses a file of a folder that is a link to somewhere else: what is there is no part of the model, and may be anything that this process can read.</summary>
    /// <exception cref="ModelFormatException">It leads out of its folder, or in a circle.</exception>
    public static void CheckLinks(string path)
    {
        try
        {
            if (FileInput.LeadsOut(path) is { } target)
                throw new ModelFormatException(path, $"is a link to a file outside its folder, {target}, which is not read. Put a copy of that file in the link's place, or load the folder in which the files themselves lie.");
        }
        catch (IOException e) when (e is not ModelFormatException)
        {
            throw new ModelFormatException(path, $"cannot be followed: {e.Message}", e);
        }
    }
}
