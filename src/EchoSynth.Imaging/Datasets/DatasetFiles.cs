namespace EchoSynth.Imaging.Datasets;

/// <summary>Lists and resolves the files of a data set: bounded, in one order everywhere, every failure an <see cref="EchoFormatException"/>.</summary>
internal static class DatasetFiles
{
    /// <summary>More than any echo data set has in one folder.</summary>
    public const int MaximalEntries = 1_000_000;

    /// <summary>With a seed, an extension and the name of a temporary file behind it, a file system's 255 bytes.</summary>
    private const int MaximalId = 180;

    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, IgnoreInaccessible = false, MatchType = MatchType.Simple };

    /// <summary>The files of a folder, by name; none where there is no such folder.</summary>
    public static List<string> Files(string folder) => Listed(folder, () => Directory.EnumerateFiles(folder, "*", s_all));

    /// <summary>The folders of a folder, by name; none where there is no such folder.</summary>
    public static List<string> Folders(string folder) => Listed(folder, () => Directory.EnumerateDirectories(folder, "*", s_all));

    /// <summary>The path of a file that a listing names relative to its folder. Null with the reason where it is absolute, or leads out of the folder by itself or by a link.</summary>
    public static string? Inside(string folder, string name, Dictionary<string, string> known, out string problem)
    {
        problem = "";
        if (name.Length == 0 || name.AsSpan().ContainsAnyInRange('\0', '\u001f'))
            problem = $"\"{Printable(name)}\" is no file name.";
        else if (Path.IsPathRooted(name) || name[0] is '/' or '\\' || (name.Length > 1 && name[1] == ':'))
            problem = $"\"{name}\" is an absolute path, which is refused; it must be relative to the folder of the list.";
        if (problem.Length > 0)
            return null;
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(folder, name.Replace('\\', '/'))));
        if (!IsBelow(folder, path))
        {
            problem = $"\"{name}\" lies outside the folder of the list, which is refused.";
            return null;
        }
        try
        {
            if (IsBelow(Real(folder, known), Real(path, known)))
                return path;
            problem = $"\"{name}\" is a link that leads out of the folder of the list, which is refused.";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"\"{name}\" cannot be followed: {error.Message}";
        }
        return null;
    }

    /// <summary>Why a name cannot be an item's id, which names files too; null where it can.</summary>
    public static string? IdProblem(string id) =>
        id.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(id) > MaximalId || id is "." or ".." ? $"it must have 1 to {MaximalId} bytes"
        : id.AsSpan().IndexOfAny('/', '\\') >= 0 ? "it must hold no / or \\, since files are named after it"
        : id.Any(char.IsControl) ? "it holds a control character"
        : id.Contains('\uFFFD', StringComparison.Ordinal) ? "its bytes are no UTF-8"
        : null;

    /// <summary>A name for a message, whatever it holds.</summary>
    public static string Printable(string name)
    {
        var text = string.Concat(name.Take(200).Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return name.Length > 200 ? text + "…" : text;
    }

    /// <summary>What is wrong with a folder that is not there: of a relative path, also where it was looked for.</summary>
    public static string NoFolder(string path) =>
        Path.IsPathFullyQualified(path) ? "the folder does not exist." : $"the folder does not exist; looked for {Path.GetFullPath(path)}.";

    /// <summary>The first reasons, for an error; and how many more there are.</summary>
    public static string Reasons(IReadOnlyList<SkippedItem> items)
    {
        const int Most = 10;
        var text = string.Join("; ", items.Take(Most).Select(item => item.Reason.TrimEnd('.')));
        return items.Count > Most ? $"{text}; and {items.Count - Most} more." : text + ".";
    }

    private static List<string> Listed(string folder, Func<IEnumerable<string>> enumerate)
    {
        var found = new List<string>();
        try
        {
            if (!Directory.Exists(folder))
                return found;
            foreach (var path in enumerate())
            {
                found.Add(path);
                if (found.Count > MaximalEntries)
                    throw new EchoFormatException(folder, null, $"the folder has more than {MaximalEntries} entries; that is no data set that can be read.");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && error is not EchoFormatException)
        {
            throw new EchoFormatException(folder, null, $"the folder cannot be listed: {error.Message}", error);
        }
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static bool IsBelow(string folder, string path) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + (Path.EndsInDirectorySeparator(folder) && folder == Path.GetPathRoot(folder) ? "" : Path.DirectorySeparatorChar), StringComparison.Ordinal);

    /// <summary>A path without links, as the system follows them; folders are remembered, since many files share them.</summary>
    private static string Real(string path, Dictionary<string, string> known)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
            return path;
        if (!known.TryGetValue(parent, out var folder))
            known[parent] = folder = FileInput.ResolveLinks(parent);
        var here = Path.Combine(folder, Path.GetFileName(path));
        return new FileInfo(here).LinkTarget is null ? here : FileInput.ResolveLinks(here);
    }
}
