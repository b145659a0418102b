namespace EchoSynth.Imaging.Phantoms;

/// <summary>A folder inside the target in which a data set grows until it is whole; without <see cref="Commit"/> nothing of it stays.</summary>
internal sealed class PhantomStaging : IDisposable
{
    private const string Prefix = ".phantom-partial-";
    private static readonly string[] Owned = ["database_nifti", "database_split", "training", "testing", "listSubGroups"];
    private readonly string _root;
    private readonly string _manifest;
    private readonly bool _created;

    public PhantomStaging(string root, string manifest)
    {
        (_root, _manifest) = (root, manifest);
        if (File.Exists(root))
            throw new IOException($"{root} is a file; a folder is needed.");
        _created = !Directory.Exists(root);
        if (!_created && !File.Exists(Path.Combine(root, manifest)))
        {
            var foreign = Directory.EnumerateFileSystemEntries(root).FirstOrDefault(entry => !Path.GetFileName(entry).StartsWith(Prefix, StringComparison.Ordinal));
            if (foreign is not null)
                throw new IOException($"{root} is not empty and holds no phantom data set ('{Path.GetFileName(foreign)}' is there, {manifest} is not). Name a new or an empty folder.");
        }
        Folder = Path.Combine(root, Prefix + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    /// <summary>Puts the finished data set in place of an earlier one; the manifest goes first and comes last, so that it never vouches for half of one.</summary>
    public void Commit()
    {
        File.Delete(Path.Combine(_root, _manifest));
        foreach (var name in Owned)
        {
            var old = Path.Combine(_root, name);
            if (Directory.Exists(old))
                Directory.Delete(old, recursive: true);
        }
        foreach (var folder in Directory.GetDirectories(Folder))
            Directory.Move(folder, Path.Combine(_root, Path.GetFileName(folder)));
        File.Move(Path.Combine(Folder, _manifest), Path.Combine(_root, _manifest));
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        if (_created && !Directory.EnumerateFileSystemEntries(_root).Any())
            Directory.Delete(_root);
    }
}
