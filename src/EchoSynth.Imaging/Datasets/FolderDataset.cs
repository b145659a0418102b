namespace EchoSynth.Imaging.Datasets;

/// <summary>A folder of images and masks paired by name: id.png with id_gt.png in one folder, or images/id.png with masks/id.png (or id_gt.png).</summary>
/// <remarks>
/// PNG, NIfTI and MetaImage by the rules of <see cref="EchoFile"/>; image and mask may be of different formats. View and phase are taken from names like those of CAMUS.
/// Every item is its own patient and belongs to no split, unless its name begins with "patientNNNN_". <see cref="Load"/> may be called from many threads.
/// </remarks>
public sealed class FolderDataset : IEchoDataset
{
    private const string MaskSuffix = "_gt";

    private FolderDataset(string name, IReadOnlyList<EchoItem> items) => (Name, Items) = (name, items);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<EchoItem> Items { get; }

    /// <summary>Opens a folder.</summary>
    /// <param name="root">The folder with the pairs, or with images and masks.</param>
    /// <exception cref="EchoFormatException">No such folder, no pair in it, or an image without a mask or the reverse (the message lists them).</exception>
    public static FolderDataset Open(string root)
    {
        var (images, masks) = (FindImages(root), MarkedMasks(root));
        if (images.Count == 0 || masks.Count == 0)
            throw new EchoFormatException(root, null, $"no pairs of images and masks ({images.Count} images, {masks.Count} masks); looked for <id>.png with <id>_gt.png, or images/ with masks/ ({string.Join(", ", EchoFile.Extensions)}).");
        var alone = images.Keys.Where(id => !masks.ContainsKey(id)).Select(id => images[id] + " (no mask)")
            .Concat(masks.Keys.Where(id => !images.ContainsKey(id)).Select(id => masks[id] + " (no image)")).ToList();
        if (alone.Count > 0)
            throw new EchoFormatException(root, "pairs", $"{alone.Count} files have no partner: {string.Join("; ", alone.Take(10))}{(alone.Count > 10 ? "; …" : "")}.");
        var items = images.Keys.Select(id => ItemOf(id, images[id], masks[id]));
        return new FolderDataset(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))), [.. items]);
    }

    /// <summary>The images of a folder, by id in order: those of its subfolder images, else its own files that are no masks.</summary>
    /// <param name="root">The folder.</param>
    /// <exception cref="EchoFormatException">No such folder, or two files of one id.</exception>
    public static IReadOnlyDictionary<string, string> FindImages(string root) =>
        Subfolder(root, "images") is { } images ? Files(images, _ => true) : Files(root, stem => !IsMask(stem));

    /// <summary>The masks of a folder, by id in order: those of its subfolder masks, else its own files named id_gt, else (a folder of masks alone) all.</summary>
    /// <param name="root">The folder.</param>
    /// <exception cref="EchoFormatException">No such folder, or two files of one id.</exception>
    public static IReadOnlyDictionary<string, string> FindMasks(string root)
    {
        var marked = MarkedMasks(root);
        return marked.Count > 0 ? marked : Files(root, _ => true);
    }

    internal static bool IsAt(string root) => FindImages(root).Count > 0 || FindMasks(root).Count > 0;

    /// <inheritdoc/>
    public EchoPair Load(EchoItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return PairLoader.Load(item);
    }

    private static SortedDictionary<string, string> MarkedMasks(string root) =>
        Subfolder(root, "masks") is { } masks ? Files(masks, _ => true) : Files(root, IsMask);

    private static bool IsMask(string stem) => stem.EndsWith(MaskSuffix, StringComparison.OrdinalIgnoreCase);

    private static string? Subfolder(string root, string name) =>
        Path.Combine(root, name) is var folder && Directory.Exists(folder) ? folder : null;

    private static SortedDictionary<string, string> Files(string folder, Func<string, bool> wanted)
    {
        if (!Directory.Exists(folder))
            throw new EchoFormatException(folder, null, "the folder does not exist.");
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (EchoFile.ExtensionOf(path) is not { } extension)
                continue;
            var stem = Path.GetFileName(path)[..^extension.Length];
            if (!wanted(stem))
                continue;
            var id = IsMask(stem) ? stem[..^MaskSuffix.Length] : stem;
            if (!files.TryAdd(id, path))
                throw new EchoFormatException(path, "id", $"{Path.GetFileName(files[id])} beside it has the same id \"{id}\"; ids must be unique.");
        }
        return files;
    }

    /// <summary>An item with what its name tells: patient, view and phase in names like &lt;patient&gt;_4CH_ED.</summary>
    internal static EchoItem ItemOf(string id, string image, string mask) => new(id, Patient(id), View(id), Phase(id), DatasetSplit.Unassigned, image, mask);

    private static string Patient(string id) =>
        id.Split('_')[0] is var first && (CamusNames.IsPatient(first) || (View(id) != EchoView.Unknown && first.Length > 0 && !CamusNames.Views.Any(v => CamusNames.Of(v) == first))) ? first : id;

    private static EchoView View(string id) => CamusNames.Views.FirstOrDefault(view => id.Split('_').Contains(CamusNames.Of(view)));

    private static CardiacPhase Phase(string id) => CamusNames.Phases.FirstOrDefault(phase => id.Split('_').Contains(CamusNames.Of(phase)));
}
