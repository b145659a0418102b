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
    /// <exception cref="IOException">Something else has a name that the new data set needs; nothing is changed.</exception>
    public void Commit()
    {
        var owned = Owned();
        var entries = Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName).OfType<string>().Where(name => name != _manifest).ToList();
        if (entries.Find(name => !owned.Contains(name) && Path.Exists(Path.Combine(_root, name))) is { } foreign)
            throw new IOException($"{Path.Combine(_root, foreign)} is in the way: it is no part of the phantom data set that is to be replaced. Name another folder.");
        File.Delete(Path.Combine(_root, _manifest));
        foreach (var old in owned.Select(name => Path.Combine(_root, name)))
        {
            if (Directory.Exists(old))
                Directory.Delete(old, recursive: true);
            else
                File.Delete(old);
        }
        foreach (var name in entries)
            Directory.Move(Path.Combine(Folder, name), Path.Combine(_root, name));
        File.Move(Path.Combine(Folder, _manifest), Path.Combine(_root, _manifest));
    }

    /// <summary>What an earlier data set wrote here, by its layout.</summary>
    private string[] Owned()
    {
        var manifest = Path.Combine(_root, _manifest);
        if (!File.Exists(manifest))
            return [];
        DatasetLayout layout;
        try
        {
            layout = PhantomManifest.Read(manifest).Layout;
        }
        catch (EchoFormatException)
        {
            // Of another version, or damaged: then as the first versions wrote.
            layout = DatasetLayout.CamusNifti;
        }
        return layout switch
        {
            DatasetLayout.EchoNetDynamic => [EchoNetNames.FileList, EchoNetNames.Tracings, EchoNetNames.Videos],
            DatasetLayout.EchoNetPediatric => [EchoNetNames.FourChamber],
            _ => ["database_nifti", "database_split", "training", "testing", "listSubGroups"],
        };
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        if (_created && !Directory.EnumerateFileSystemEntries(_root).Any())
            Directory.Delete(_root);
    }
}
