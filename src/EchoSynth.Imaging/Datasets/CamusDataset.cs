namespace EchoSynth.Imaging.Datasets;

/// <summary>CAMUS (500 patients, 2CH and 4CH, ED and ES) in either layout, or anything laid out like it.</summary>
/// <remarks>
/// Pixels and labels are read by the rules of <see cref="EchoFile"/>; spacing in mm comes from the files. Patients are ordered by name. A view or phase that is
/// absent altogether is no error, an image without its mask (or the reverse) is. <see cref="Load"/> may be called from many threads.
/// </remarks>
public sealed class CamusDataset : IEchoDataset
{
    private readonly Dictionary<string, string> _folders;
    private readonly LabelMap _map;
    private readonly SequenceLoader _sequences;

    private CamusDataset(string root, CamusLayout layout, Dictionary<string, string> folders, CamusScan scan, LabelMap map)
    {
        (Root, Layout, _folders, _map, _sequences) = (root, layout, folders, map, new SequenceLoader(map));
        Items = scan.Items;
        Skipped = [.. scan.LeftOut, .. scan.Incomplete];
    }

    /// <inheritdoc/>
    public string Name => "CAMUS";

    /// <summary>The folder that was opened.</summary>
    public string Root { get; }

    /// <summary>The layout that was found.</summary>
    public CamusLayout Layout { get; }

    /// <inheritdoc/>
    public IReadOnlyList<EchoItem> Items { get; }

    /// <summary>What was left out, and why: with <see cref="CamusOptions.SkipIncomplete"/> whatever is incomplete; always the patients of the older layout's testing folder without masks.</summary>
    public IReadOnlyList<SkippedItem> Skipped { get; }

    /// <inheritdoc/>
    public IReadOnlyList<AnatomyLabel> Annotated => _map.Annotated;

    /// <summary>The names of the patients that were found, such as "patient0001", whichever split they are in.</summary>
    public IReadOnlyCollection<string> Patients => _folders.Keys;

    /// <summary>Opens a copy of CAMUS. Only names are read, not pixels.</summary>
    /// <param name="root">The folder with database_nifti, or with training and testing, or with the patients' folders themselves.</param>
    /// <param name="options">How to read; the defaults when null.</param>
    /// <exception cref="EchoFormatException">No CAMUS layout, or something is incomplete (the message lists the files).</exception>
    public static CamusDataset Open(string root, CamusOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        options ??= new CamusOptions();
        var folders = PatientFolders(root);
        if (folders.Count == 0)
            throw new EchoFormatException(root, null, Directory.Exists(root)
                ? $"no CAMUS layout: no folder patientNNNN in it, nor in {CamusNames.NiftiFolder}, {CamusNames.Training} or {CamusNames.Testing}."
                : DatasetFiles.NoFolder(root));
        // The split lists lie beside the patients' container, whichever of the two was opened.
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var scan = new CamusScan(options, CamusSplits.Read(SplitRoots(full), options.Fold));
        foreach (var folder in folders.Values)
            scan.Patient(folder);
        if (scan.Incomplete.Count > 0 && !options.SkipIncomplete)
            throw new EchoFormatException(root, "pairs", $"{scan.Incomplete.Count} incomplete ({nameof(CamusOptions.SkipIncomplete)} leaves them out): {DatasetFiles.Reasons(scan.Incomplete)}");
        var nifti = scan.Items.Count(item => item.ImagePath.Contains(".nii", StringComparison.OrdinalIgnoreCase));
        return new CamusDataset(root, 2 * nifti >= scan.Items.Count ? CamusLayout.Nifti : CamusLayout.MetaImage, folders, scan, options.LabelMap);
    }

    /// <inheritdoc/>
    public EchoPair Load(EchoItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        // Of a sequence, frames are mostly loaded one after the other.
        return item.Id.Contains("sequence", StringComparison.Ordinal) ? _sequences.Load(item) : PairLoader.Load(item, _map);
    }

    /// <summary>What Info_2CH.cfg or Info_4CH.cfg says.</summary>
    /// <param name="patientId">One of <see cref="Patients"/>.</param>
    /// <param name="view">The view.</param>
    /// <exception cref="ArgumentException">No such patient, or a view that CAMUS does not have.</exception>
    /// <exception cref="EchoFormatException">The file is missing, or a number in it is none.</exception>
    public CamusInfo ReadInfo(string patientId, EchoView view)
    {
        if (!_folders.TryGetValue(patientId, out var folder))
            throw new ArgumentException($"\"{patientId}\" is no patient of {Root}.", nameof(patientId));
        return CamusInfo.Read(Path.Combine(folder, CamusNames.Info(view)));
    }

    internal static bool IsAt(string root) => PatientFolders(root).Count > 0;

    private static SortedDictionary<string, string> Sorted() => new(StringComparer.Ordinal);

    private static Dictionary<string, string> PatientFolders(string root)
    {
        var found = Sorted();
        foreach (var container in new[] { CamusNames.NiftiFolder, CamusNames.Training, CamusNames.Testing, "" })
        {
            var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(root, container)));
            foreach (var patient in DatasetFiles.Folders(folder))
            {
                var name = Path.GetFileName(patient);
                if (CamusNames.IsPatient(name) && !found.TryAdd(name, patient))
                    throw new EchoFormatException(patient, null, $"{name} is also in {Path.GetDirectoryName(found[name])}; a patient must be there once.");
            }
        }
        return found.ToDictionary();
    }

    private static IEnumerable<string> SplitRoots(string root)
    {
        yield return root;
        if (Path.GetFileName(root) is CamusNames.NiftiFolder or CamusNames.Training or CamusNames.Testing && Path.GetDirectoryName(root) is { } parent)
            yield return parent;
    }
}
