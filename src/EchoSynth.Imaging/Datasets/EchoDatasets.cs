namespace EchoSynth.Imaging.Datasets;

/// <summary>Opens whatever data set lies in a folder.</summary>
public static class EchoDatasets
{
    /// <summary>One line for each layout: its name, how it is known, how it is opened. Tried in this order.</summary>
    private static readonly Reader[] s_readers =
    [
        new(DatasetLayout.Ted, "ted", "patientNNN/patientNNN_4CH_sequence.mhd here or in database", TedDataset.IsAt, path => TedDataset.Open(path)),
        new(DatasetLayout.HmcQu, "hmc-qu", "A4C.xlsx or HMC_QU.xlsx with \"LV Ground-truth Segmentation Masks\"", HmcQuDataset.IsAt, path => HmcQuDataset.Open(path)),
        new(DatasetLayout.CardiacUda, "cardiac-uda", "patientN-V_image.nii.gz here or in folders of sites", CardiacUdaDataset.IsAt, path => CardiacUdaDataset.Open(path)),
        new(DatasetLayout.Unity, "unity", "png-cache with labels-all.json", UnityDataset.IsAt, path => UnityDataset.Open(path)),
        new(DatasetLayout.CamusNifti, "camus-nifti", "patientNNNN folders here or in database_nifti", CamusDataset.IsAt, path => CamusDataset.Open(path)),
        new(DatasetLayout.CamusMetaImage, "camus-mhd", "patientNNNN folders in training, testing", CamusDataset.IsAt, path => CamusDataset.Open(path)),
        new(DatasetLayout.EchoNetPediatric, "echonet-pediatric", "FileList.csv in A4C or PSAX", EchoNetPediatricDataset.IsAt, path => EchoNetPediatricDataset.Open(path)),
        new(DatasetLayout.EchoNetDynamic, "echonet-dynamic", "FileList.csv with VolumeTracings.csv", EchoNetDynamicDataset.IsAt, path => EchoNetDynamicDataset.Open(path)),
        new(DatasetLayout.Folder, "folder", $"{FolderManifest.JsonLines}, {FolderManifest.Csv}, images/ with masks/, or <id>.png with <id>_gt.png (or {string.Join(", ", EchoFile.Extensions.Skip(1))})", FolderDataset.IsAt, path => FolderDataset.Open(path)),
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

    /// <summary>Opens a folder by what lies in it.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="EchoFormatException">No known layout; the message lists what was looked for. Or it is incomplete.</exception>
    public static IEchoDataset Open(string path)
    {
        CheckFolder(path);
        return s_readers.FirstOrDefault(r => r.IsAt(path))?.Open(path)
            ?? throw new EchoFormatException(path, null, $"no data set found. Looked for {string.Join("; ", s_readers.Select(r => $"{r.Name} ({r.Sign})"))}.");
    }

    /// <summary>Opens a folder as one layout, whatever else it might be.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="layout">The layout.</param>
    /// <exception cref="EchoFormatException">The folder does not have that layout, or is incomplete.</exception>
    public static IEchoDataset Open(string path, DatasetLayout layout)
    {
        CheckFolder(path);
        return s_readers.First(r => r.Layout == layout).Open(path);
    }

    private static void CheckFolder(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
            throw new EchoFormatException(path, null, File.Exists(path) ? "this is a file; a folder is needed." : "the folder does not exist.");
    }

    private sealed record Reader(DatasetLayout Layout, string Name, string Sign, Func<string, bool> IsAt, Func<string, IEchoDataset> Open);
}
