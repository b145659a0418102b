namespace EchoSynth.Imaging.Datasets;

/// <summary>A folder of images and masks: what manifest.jsonl or manifest.csv lists, or else pairs by name, id.png with id_gt.png in one folder, or images/id.png with masks/id.png (or id_gt.png).</summary>
/// <remarks>
/// PNG, NIfTI and MetaImage by the rules of <see cref="EchoFile"/>; image and mask may be of different formats. View, phase and patient are those that the manifest states, else they are taken from
/// names like those of CAMUS; else every item is its own patient. Only a manifest states splits. Its lines have image (or file) and mask, paths relative to it and inside its folder, and perhaps
/// id, patient, view, phase, split, frame, spacing_x and spacing_y (mm); what `echosynth generate` writes is one. <see cref="Load"/> may be called from many threads.
/// </remarks>
public sealed class FolderDataset : IEchoDataset
{
    private const string MaskSuffix = "_gt";
    private const int MasksLookedAt = 8;
    private readonly LabelMap _map;
    private readonly Lazy<IReadOnlyList<AnatomyLabel>> _annotated;
    private readonly Dictionary<string, PixelSpacing> _spacings;

    private FolderDataset(string root, LabelMap map, IReadOnlyList<EchoItem> items, IReadOnlyList<SkippedItem> skipped, IReadOnlyList<string> warnings, Dictionary<string, PixelSpacing> spacings)
    {
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));
        (_map, Items, Skipped, Warnings, _spacings) = (map, items, skipped, warnings, spacings);
        _annotated = new Lazy<IReadOnlyList<AnatomyLabel>>(Occurring);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<EchoItem> Items { get; }

    /// <summary>With <see cref="FolderOptions.SkipIncomplete"/>, files without a partner and lines that name missing files.</summary>
    public IReadOnlyList<SkippedItem> Skipped { get; }

    /// <summary>Of a manifest, fields that are passed over though they look like known ones ("did you mean patient?"); of every folder of several images, how many name no patient.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <inheritdoc/>
    /// <value>What the label map knows; with the default one, what of it occurs in eight masks spread over the set, which are read when it is first asked for.</value>
    public IReadOnlyList<AnatomyLabel> Annotated => _annotated.Value;

    /// <summary>Opens a folder. Only names are read, not pixels.</summary>
    /// <param name="root">The folder with a manifest, with the pairs, or with images and masks.</param>
    /// <param name="options">How to read; the defaults when null.</param>
    /// <exception cref="EchoFormatException">No such folder, no pair in it, an image without a mask or the reverse, two files of one id, or a wrong line of the manifest (the message names line and field).</exception>
    public static FolderDataset Open(string root, FolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        options ??= new FolderOptions();
        return options.UseManifest && FolderManifest.Find(root) is { } manifest ? ByManifest(root, manifest, options) : ByName(root, options);
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

    internal static bool IsAt(string root) => FolderManifest.Find(root) is not null || FindImages(root).Count > 0 || FindMasks(root).Count > 0;

    /// <inheritdoc/>
    public EchoPair Load(EchoItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var pair = PairLoader.Load(item, _map);
        return _spacings.TryGetValue(item.Id, out var spacing)
            ? new EchoPair(item, new EchoImage(pair.Image.Width, pair.Image.Height, pair.Image.Pixels, spacing), new AnatomyMask(pair.Mask.Width, pair.Mask.Height, pair.Mask.Labels, spacing))
            : pair;
    }

    private static FolderDataset ByManifest(string root, string path, FolderOptions options)
    {
        var manifest = new FolderManifest(path, options.SkipIncomplete);
        manifest.Read();
        return manifest.Items.Count > 0
            ? new FolderDataset(root, options.LabelMap, manifest.Items, manifest.Skipped, manifest.Warnings, manifest.Spacings)
            : throw new EchoFormatException(path, null, manifest.Skipped.Count > 0 ? $"no line can be read: {manifest.Skipped[0].Reason}" : "the manifest lists nothing; each line must name an image and its mask.");
    }

    private static FolderDataset ByName(string root, FolderOptions options)
    {
        var (images, masks) = (FindImages(root), MarkedMasks(root));
        if (images.Count == 0 || masks.Count == 0)
            throw new EchoFormatException(root, null, $"no pairs of images and masks ({images.Count} images, {masks.Count} masks); looked for <id>.png with <id>_gt.png, or images/ with masks/ ({string.Join(", ", EchoFile.Extensions)}).{(images.Count == 0 && masks.Count > 0 ? " These are masks alone; `echosynth generate --masks` draws images of them." : "")}");
        var alone = images.Keys.Where(id => !masks.ContainsKey(id)).Select(id => new SkippedItem(id, images[id] + " (no mask)"))
            .Concat(masks.Keys.Where(id => !images.ContainsKey(id)).Select(id => new SkippedItem(id, masks[id] + " (no image)"))).ToList();
        var paired = images.Keys.Where(masks.ContainsKey).ToList();
        if (alone.Count > 0 && (!options.SkipIncomplete || paired.Count == 0))
            throw new EchoFormatException(root, "pairs", $"{alone.Count} files have no partner ({nameof(FolderOptions.SkipIncomplete)} leaves them out): {DatasetFiles.Reasons(alone)}");
        var items = paired.Select(id => FolderNames.Item(id, images[id], masks[id])).ToList();
        return new FolderDataset(root, options.LabelMap, items, alone, [.. FolderNames.PatientWarning(root, items.Count(i => i.PatientId == i.Id), items.Count)], []);
    }

    private IReadOnlyList<AnatomyLabel> Occurring()
    {
        if (!ReferenceEquals(_map, LabelMap.Camus) || Items.Count == 0)
            return _map.Annotated;
        var found = new HashSet<byte>();
        try
        {
            var count = Math.Min(MasksLookedAt, Items.Count);
            foreach (var item in Enumerable.Range(0, count).Select(i => Items[(int)((long)i * Items.Count / count)]))
                found.UnionWith(MappedMask.Read(item.MaskPath, item.Frame, _map).Labels.ToArray());
        }
        catch (EchoFormatException)
        {
            // Loading that item says what is wrong with it.
            return _map.Annotated;
        }
        return [.. _map.Annotated.Where(label => found.Contains((byte)label))];
    }

    private static SortedDictionary<string, string> MarkedMasks(string root) =>
        Subfolder(root, "masks") is { } masks ? Files(masks, _ => true) : Files(root, IsMask);

    private static bool IsMask(string stem) => stem.EndsWith(MaskSuffix, StringComparison.OrdinalIgnoreCase);

    private static string? Subfolder(string root, string name) =>
        Path.Combine(root, name) is var folder && Directory.Exists(folder) ? folder : null;

    private static SortedDictionary<string, string> Files(string folder, Func<string, bool> wanted)
    {
        if (!Directory.Exists(folder))
            throw new EchoFormatException(folder, null, DatasetFiles.NoFolder(folder));
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in DatasetFiles.Files(folder))
        {
            if (EchoFile.ExtensionOf(path) is not { } extension)
                continue;
            var stem = Path.GetFileName(path)[..^extension.Length];
            if (!wanted(stem))
                continue;
            var id = IsMask(stem) ? stem[..^MaskSuffix.Length] : stem;
            if (DatasetFiles.IdProblem(id) is { } problem)
                throw new EchoFormatException(folder, "id", $"the file \"{DatasetFiles.Printable(Path.GetFileName(path))}\" cannot give its name to an item: {problem}.");
            if (!files.TryAdd(id, path))
                throw new EchoFormatException(path, "id", $"{Path.GetFileName(files[id])} beside it has the same id \"{id}\"; ids must be unique.");
        }
        return files;
    }
}
