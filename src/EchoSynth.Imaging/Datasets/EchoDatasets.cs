namespace EchoSynth.Imaging.Datasets;

/// <summary>Opens whatever data set lies in a folder.</summary>
public static class EchoDatasets
{
    /// <summary>One line for each layout: its name, how it is known, how it is opened. Tried in this order.</summary>
    private static readonly Reader[] s_readers =
    [
        new(DatasetLayout.Ted, "ted", "patientNNN/patientNNN_4CH_sequence.mhd here or in database", TedDataset.IsAt, (path, o) => TedDataset.Open(path, new TedOptions { SkipIncomplete = o.SkipIncomplete, LabelMap = o.LabelMap ?? LabelMap.Camus })),
        new(DatasetLayout.HmcQu, "hmc-qu", "A4C.xlsx or HMC_QU.xlsx with \"LV Ground-truth Segmentation Masks\"", HmcQuDataset.IsAt, (path, o) => HmcQuDataset.Open(path, new HmcQuOptions { SkipIncomplete = o.SkipIncomplete })),
        new(DatasetLayout.CardiacUda, "cardiac-uda", "patientN-V_image.nii.gz here or in folders of sites", CardiacUdaDataset.IsAt, (path, o) => CardiacUdaDataset.Open(path, new CardiacUdaOptions { SkipIncomplete = o.SkipIncomplete, LabelMap = o.LabelMap ?? LabelMap.CardiacUda })),
        new(DatasetLayout.Unity, "unity", "png-cache with labels-all.json", UnityDataset.IsAt, (path, o) => UnityDataset.Open(path, new UnityOptions { SkipIncomplete = o.SkipIncomplete })),
        new(DatasetLayout.CamusNifti, "camus-nifti", "patientNNNN folders here or in database_nifti", CamusDataset.IsAt, (path, o) => CamusDataset.Open(path, Camus(o))),
        new(DatasetLayout.CamusMetaImage, "camus-mhd", "patientNNNN folders in training, testing", CamusDataset.IsAt, (path, o) => CamusDataset.Open(path, Camus(o))),
        new(DatasetLayout.EchoNetPediatric, "echonet-pediatric", "FileList.csv in A4C or PSAX", EchoNetPediatricDataset.IsAt, (path, o) => EchoNetPediatricDataset.Open(path, new EchoNetOptions { SkipIncomplete = o.SkipIncomplete })),
        new(DatasetLayout.EchoNetDynamic, "echonet-dynamic", "FileList.csv with VolumeTracings.csv", EchoNetDynamicDataset.IsAt, (path, o) => EchoNetDynamicDataset.Open(path, new EchoNetOptions { SkipIncomplete = o.SkipIncomplete })),
        new(DatasetLayout.Folder, "folder", $"{FolderManifest.JsonLines}, {FolderManifest.Csv}, images/ with masks/, or <id>.png with <id>_gt.png (or {string.Join(", ", EchoFile.Extensions.Skip(1))})", FolderDataset.IsAt, (path, o) => FolderDataset.Open(path, new FolderOptions { SkipIncomplete = o.SkipIncomplete, LabelMap = o.LabelMap ?? LabelMap.Camus })),
    ];

    /// <summary>The names of all layouts, as the command line has them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_readers.Select(r => r.Name)];

    /// <summary>A layout's name, for example "camus-nifti".</summary>
    public static string NameOf(DatasetLayout layout) => s_readers.First(r => r.Layout == layout).Name;

    /// <summary>The layout of a name.</summary>
    /// <exception cref="ArgumentException">No layout is called so; the message lists them.</exception>
    public static DatasetLayout ByName(string name) =>
        s_readers.FirstOrDefault(r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Layout
        ?? throw new ArgumentException($"'{name}' is no layout; there are {string.Join(", ", Names)}.", nameof(name));

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">Layout, label map and what to do with what is incomplete; the defaults when null.</param>
    /// <exception cref="EchoFormatException">No known layout (the message lists what was looked for) or not the one that was named; or it is incomplete.</exception>
    /// <exception cref="ArgumentException">A label map for a layout whose masks have no numbers.</exception>
    public static IEchoDataset Open(string path, EchoDatasetOptions? options = null)
    {
        CheckFolder(path);
        options ??= new EchoDatasetOptions();
        var reader = options.Layout is { } layout ? s_readers.First(r => r.Layout == layout) : s_readers.FirstOrDefault(r => r.IsAt(path))
            ?? throw new EchoFormatException(path, null, $"no data set found. Looked for {string.Join("; ", s_readers.Select(r => $"{r.Name} ({r.Sign})"))}.");
        if (options.LabelMap is not null && reader.Layout is (DatasetLayout.HmcQu or DatasetLayout.Unity or DatasetLayout.EchoNetDynamic or DatasetLayout.EchoNetPediatric))
            throw new ArgumentException($"{path}: masks of the layout {reader.Name} have no numbers, so a label map means nothing there.", nameof(options));
        return reader.Open(path, options);
    }

    /// <summary>Opens a folder as one layout, whatever else it might be.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="layout">The layout.</param>
    /// <exception cref="EchoFormatException">The folder does not have that layout, or is incomplete.</exception>
    public static IEchoDataset Open(string path, DatasetLayout layout) => Open(path, new EchoDatasetOptions { Layout = layout });

    private static CamusOptions Camus(EchoDatasetOptions options) => new() { SkipIncomplete = options.SkipIncomplete, LabelMap = options.LabelMap ?? LabelMap.Camus, IncludeSequences = options.IncludeSequences };

    private static void CheckFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
            throw new EchoFormatException(path, null, File.Exists(path) ? "this is a file; a folder is needed." : DatasetFiles.NoFolder(path));
    }

    private sealed record Reader(DatasetLayout Layout, string Name, string Sign, Func<string, bool> IsAt, Func<string, EchoDatasetOptions, IEchoDataset> Open);
}
