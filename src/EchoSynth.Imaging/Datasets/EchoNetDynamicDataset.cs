namespace EchoSynth.Imaging.Datasets;

/// <summary>EchoNet-Dynamic: videos of the apical four-chamber view in which the LV is traced at end-diastole and end-systole, or anything laid out like it.</summary>
/// <remarks>
/// Of each video the frame with the largest traced area is end-diastole, that with the smallest end-systole. Masks have the LV alone: as the authors' loader does it, the first
/// row of a frame (the long axis) is dropped, points are rounded to whole pixels, and a pixel belongs to the LV when its centre lies inside the outline or on it. Images are the
/// video's luma; nothing says how large a pixel is, so the spacing is <see cref="PixelSpacing.Unit"/>. Videos with fewer than two traced frames are skipped.
/// <see cref="Load"/> may be called from many threads; it needs ffmpeg.
/// </remarks>
public sealed class EchoNetDynamicDataset : IEchoDataset
{
    private readonly EchoNetScan _scan;
    private readonly EchoNetLoader _loader;

    private EchoNetDynamicDataset(string root, EchoNetScan scan, EchoNetOptions options) =>
        (Root, _scan, _loader) = (root, scan, new EchoNetLoader(root, scan.Traces, options.Video));

    /// <inheritdoc/>
    public string Name => "EchoNet-Dynamic";

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

    /// <summary>All videos in FileList.csv, by name without extension, in no order; those without items too.</summary>
    public IReadOnlyCollection<string> Videos => _scan.Videos.Keys;

    /// <summary>Opens a copy of EchoNet-Dynamic. The two lists are read, no video is.</summary>
    /// <param name="root">The folder with FileList.csv, VolumeTracings.csv and Videos.</param>
    /// <param name="options">How to read; the defaults when null.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="EchoFormatException">A list is missing or damaged (the message names the line), a name is no file name or is there twice, or videos are missing.</exception>
    public static EchoNetDynamicDataset Open(string root, EchoNetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        options = (options ?? new EchoNetOptions()).Checked();
        var scan = new EchoNetScan(options.SkipIncomplete);
        scan.Folder(root, EchoView.FourChamber,
            EchoNetFileList.Read(Path.Combine(root, EchoNetNames.FileList), Split, "TRAIN, VAL or TEST"),
            EchoNetTracings.ReadChords(Path.Combine(root, EchoNetNames.Tracings)));
        return new EchoNetDynamicDataset(root, scan.Checked(root), options);
    }

    /// <inheritdoc/>
    public EchoPair Load(EchoItem item) => _loader.Load(item);

    /// <summary>What FileList.csv says of a video.</summary>
    /// <param name="video">One of <see cref="Videos"/>.</param>
    /// <exception cref="ArgumentException">No such video.</exception>
    public EchoNetInfo Info(string video) =>
        _scan.Videos.GetValueOrDefault(video) ?? throw new ArgumentException($"\"{video}\" is no video of {Root}.", nameof(video));

    internal static bool IsAt(string root) => File.Exists(Path.Combine(root, EchoNetNames.FileList)) && File.Exists(Path.Combine(root, EchoNetNames.Tracings));

    internal static DatasetSplit? Split(string text) => text.ToUpperInvariant() switch
    {
        "TRAIN" => DatasetSplit.Training,
        "VAL" => DatasetSplit.Validation,
        "TEST" => DatasetSplit.Testing,
        _ => null,
    };
}
