using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Imaging.Phantoms;

/// <summary>A folder inside the target in which a data set grows until it is whole; without <see cref="Commit"/> nothing of it stays.</summary>
internal sealed class PhantomStaging : IDisposable
{
    private const string Prefix = ".phantom-partial-";
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
    /// <exception cref="IOException">Something that is not of the earlier set has a name that the new one needs.</exception>
    public void Commit()
    {
        var names = Directory.EnumerateFileSystemEntries(Folder).Select(entry => Path.GetFileName(entry)).Where(name => name != _manifest).ToList();
        var earlier = Earlier(names);
        if (names.Find(name => !earlier.Contains(name) && Path.Exists(Path.Combine(_root, name))) is { } foreign)
            throw new IOException($"{Path.Combine(_root, foreign)} is in the way and belongs to no phantom data set. Name another folder.");
        File.Delete(Path.Combine(_root, _manifest));
        foreach (var old in earlier.Select(name => Path.Combine(_root, name)))
        {
            if (Directory.Exists(old))
                Directory.Delete(old, recursive: true);
            else
                File.Delete(old);
        }
        foreach (var entry in names.Select(name => Path.Combine(Folder, name)))
        {
            if (Directory.Exists(entry))
                Directory.Move(entry, Path.Combine(_root, Path.GetFileName(entry)));
            else
                File.Move(entry, Path.Combine(_root, Path.GetFileName(entry)));
        }
        File.Move(Path.Combine(Folder, _manifest), Path.Combine(_root, _manifest));
    }

    /// <summary>What the set that is to be replaced has in the folder; where its manifest cannot be read, what the new one has.</summary>
    private IReadOnlyCollection<string> Earlier(List<string> names)
    {
        var manifest = Path.Combine(_root, _manifest);
        try
        {
            return File.Exists(manifest) ? PhantomLayouts.Entries(PhantomManifest.Read(manifest).Layout) : [];
        }
        catch (EchoFormatException)
        {
            return [.. names, .. PhantomLayouts.Entries(Datasets.DatasetLayout.CamusNifti), .. PhantomLayouts.Entries(Datasets.DatasetLayout.CamusMetaImage)];
        }
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        if (_created && !Directory.EnumerateFileSystemEntries(_root).Any())
            Directory.Delete(_root);
    }
}
