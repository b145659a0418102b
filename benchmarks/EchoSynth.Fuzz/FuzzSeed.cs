namespace EchoSynth.Fuzz;

/// <summary>One valid input: its files by name relative to its folder, and which of them are altered.</summary>
internal sealed record FuzzSeed(string Name, IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<string> Altered)
{
    /// <summary>All files of a folder.</summary>
    public static FuzzSeed Load(string folder, string[] altered)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllBytes, StringComparer.Ordinal);
        var names = files.Keys.Where(name => altered.Length == 0 || altered.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase))).ToList();
        return new FuzzSeed(Path.GetFileName(folder), files, names.Count > 0 ? names : throw new InvalidOperationException($"{folder}: nothing in it to alter."));
    }
}
