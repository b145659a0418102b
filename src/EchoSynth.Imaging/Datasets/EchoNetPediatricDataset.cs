namespace EchoSynth.Imaging.Datasets;

/// <summary>EchoNet-Pediatric: children's videos in the apical four-chamber (A4C) and the parasternal short-axis view (PSAX), the LV traced, or anything laid out like it.</summary>
/// <remarks>
/// Read like <see cref="EchoNetDynamicDataset"/>, except that each row of VolumeTracings.csv is one point of an outline. Videos of which a tracing is missing ("No Systolic",
/// "No Diastolic") are skipped. Splits are folds 0 to 9; <see cref="EchoNetOptions"/> says which are for validation and testing. The name of a video is
/// patient-examination-instance; all videos of a patient carry the patient's name. <see cref="Load"/> may be called from many threads; it needs ffmpeg.
/// </remarks>
public sealed class EchoNetPediatricDataset : IEchoDataset
{
    private static readonly string[] s_views = [EchoNetNames.FourChamber, EchoNetNames.ShortAxis];
    private readonly EchoNetScan _scan;
    private readonly EchoNetLoader _loader;

    private EchoNetPediatricDataset(string root, EchoNetScan scan, EchoNetOptions options) =>
        (Root, _scan, _loader) = (root, scan, new EchoNetLoader(root, scan.Traces, options.Video));

    /// <inheritdoc/>
    public string Name => "EchoNet-Pediatric";

    /// <summary>The folder that was opened.</summary>
    public string Root { get; }

    /// <inheritdoc/>
    public IReadOnlyList<EchoItem> Items => _scan.Items;

    /// <inheritdoc/>
    public IReadOnlyList<SkippedItem> Skipped => _scan.Skipped;

    /// <inheritdoc/>
    public IReadOnlyList<AnatomyLabel> Annotated { get; } = [AnatomyLabel.LeftVentricle];

    /// <inheritdoc/>
    /// <value>0.02: the frames are from lossy video.</value>
    public double SectorThreshold => LossyVideo.SectorThreshold;

    /// <summary>All videos in the lists, by name without extension, in no order; those without items too.</summary>
    public IReadOnlyCollection<string> Videos => _scan.Videos.Keys;

    /// <summary>Opens a copy of EchoNet-Pediatric. The lists are read, no video is.</summary>
    /// <param name="root">The folder with A4C and PSAX, or with one of them, or one of them itself; each has FileList.csv, VolumeTracings.csv and Videos.</param>
    /// <param name="options">How to read; the defaults when null.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="EchoFormatException">Neither folder, a list is missing or damaged (the message names the line), a name is no file name or is there twice, or videos are missing.</exception>
    public static EchoNetPediatricDataset Open(string root, EchoNetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        options = (options ?? new EchoNetOptions()).Checked();
        var folders = Folders(root);
        if (folders.Count == 0)
            throw new EchoFormatException(root, null, Directory.Exists(root) ? $"neither {EchoNetNames.FourChamber} nor {EchoNetNames.ShortAxis} with {EchoNetNames.FileList} is in it." : DatasetFiles.NoFolder(root));
        var scan = new EchoNetScan(options.SkipIncomplete);
        foreach (var (folder, view) in folders)
        {
            scan.Folder(folder, view,
                EchoNetFileList.Read(Path.Combine(folder, EchoNetNames.FileList), text => Split(text, options), "a fold 0…9, or TRAIN, VAL or TEST"),
                EchoNetTracings.ReadPoints(Path.Combine(folder, EchoNetNames.Tracings)));
        }
        return new EchoNetPediatricDataset(root, scan.Checked(root), options);
    }

    /// <inheritdoc/>
    public EchoPair Load(EchoItem item) => _loader.Load(item);

    /// <summary>What FileList.csv says of a video.</summary>
    /// <param name="video">One of <see cref="Videos"/>.</param>
    /// <exception cref="ArgumentException">No such video.</exception>
    public EchoNetInfo Info(string video) =>
        _scan.Videos.GetValueOrDefault(video) ?? throw new ArgumentException($"\"{video}\" is no video of {Root}.", nameof(video));

    internal static bool IsAt(string root) => Folders(root).Count > 0;

    private static List<(string Folder, EchoView View)> Folders(string root)
    {
        var own = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));
        if (s_views.Contains(own) && HasList(root))
            return [(root, EchoNetNames.ViewOf(own))];
        return [.. s_views.Where(name => HasList(Path.Combine(root, name))).Select(name => (Path.Combine(root, name), EchoNetNames.ViewOf(name)))];
    }

    private static bool HasList(string folder) => File.Exists(Path.Combine(folder, EchoNetNames.FileList));

    private static DatasetSplit? Split(string text, EchoNetOptions options)
    {
        if (text is not [>= '0' and <= '9'])
            return EchoNetDynamicDataset.Split(text);
        var fold = text[0] - '0';
        return fold == options.ValidationFold ? DatasetSplit.Validation : fold == options.TestingFold ? DatasetSplit.Testing : DatasetSplit.Training;
    }
}
