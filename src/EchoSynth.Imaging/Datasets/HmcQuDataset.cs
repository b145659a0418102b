using System.Globalization;
using EchoSynth.Imaging.Video;

namespace EchoSynth.Imaging.Datasets;

/// <summary>HMC-QU: four-chamber videos with the myocardium of one cycle masked (A4C.xlsx or HMC_QU.xlsx, videos, MATLAB masks). Reading images needs ffmpeg.</summary>
/// <remarks>
/// Items are the masked frames, "ES0001_4CH_1_012" with the video's frames from 0; a mask (224 × 224 in the published set) is brought to its frame's size by nearest neighbour. The set says neither which
/// frames are ED and ES nor splits. It masks the myocardium alone; by default the LV is filled in: what the wall encloses, closed by the straight line between its basal ends, the largest
/// pocket between the wall and its convex hull. <see cref="Load"/> may be called from many threads; the few cycles read last are kept.
/// </remarks>
public sealed class HmcQuDataset : IEchoDataset
{
    internal const string MaskFolder = "LV Ground-truth Segmentation Masks";
    internal static readonly string[] Sheets = ["A4C.xlsx", "HMC_QU.xlsx"];
    private const int KeptCycles = 4;
    private static readonly string[] s_videoFolders = [Path.Combine("HMC-QU", "A4C"), Path.Combine("HMC-QU Echos", "HMC-QU Echos"), "HMC-QU Echos", "A4C"];
    private readonly BoundedCache<string, (EchoImage[] Images, HmcQuMasks Masks)> _cycles = new(KeptCycles);
    private readonly Dictionary<string, HmcQuSheetRow> _rows;
    private readonly bool _fill;

    private HmcQuDataset(string root, bool fill, IReadOnlyList<EchoItem> items, IReadOnlyList<SkippedItem> skipped, Dictionary<string, HmcQuSheetRow> rows) =>
        (Root, _fill, Items, Skipped, _rows) = (root, fill, items, skipped, rows);

    /// <inheritdoc/>
    public string Name => "HMC-QU";

    /// <summary>The folder that was opened.</summary>
    public string Root { get; }

    /// <inheritdoc/>
    public IReadOnlyList<EchoItem> Items { get; }

    /// <summary>How many listed videos have no masks; frames whose mask is empty, broken or without a cavity; with <see cref="HmcQuOptions.SkipIncomplete"/> videos that are incomplete or damaged.</summary>
    public IReadOnlyList<SkippedItem> Skipped { get; }

    /// <summary>Myocardium, and LV where it is filled in.</summary>
    public IReadOnlyList<AnatomyLabel> Annotated => _fill ? [AnatomyLabel.LeftVentricle, AnatomyLabel.Myocardium] : [AnatomyLabel.Myocardium];

    /// <inheritdoc/>
    /// <value>0.02: the frames are from lossy video.</value>
    public double SectorThreshold => LossyVideo.SectorThreshold;

    /// <summary>Opens a copy of HMC-QU. The sheet and the masks are read, the videos are not.</summary>
    /// <param name="root">The folder with the sheet, the masks and the videos.</param>
    /// <param name="options">How to read; the defaults when null.</param>
    /// <exception cref="EchoFormatException">No such layout, a damaged sheet or mask, masks without a video or a row of the sheet, or no frame that can be used.</exception>
    public static HmcQuDataset Open(string root, HmcQuOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        options ??= new HmcQuOptions();
        if (Sheet(root) is not { } sheet)
            throw new EchoFormatException(root, null, $"no HMC-QU layout: no {string.Join(" or ", Sheets)} with \"{MaskFolder}\" beside it.");
        var scan = new HmcQuScan(options, sheet, Path.Combine(root, MaskFolder), s_videoFolders.Select(folder => Path.Combine(root, folder)));
        scan.Run();
        return scan.Items.Count > 0
            ? new HmcQuDataset(root, options.FillCavity, scan.Items, scan.Skipped, scan.Rows)
            : throw new EchoFormatException(root, null, $"no frame that can be used: {string.Join("; ", scan.Skipped.Take(5).Select(s => s.Reason))}");
    }

    /// <inheritdoc/>
    public EchoPair Load(EchoItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (!_rows.TryGetValue(item.ImagePath, out var row))
            throw new ArgumentException($"\"{item.Id}\" is no item of {Root}.", nameof(item));
        var (images, masks) = _cycles.GetOrAdd(item.ImagePath, path => (Images(path, row), HmcQuMasks.Read(item.MaskPath, row.End - row.Reference + 1)));
        var frame = item.Frame - (row.Reference - 1);
        var image = images[frame];
        var labels = masks.Labels(frame, _fill, image.Width, image.Height, out var problem) ?? throw new EchoFormatException(item.MaskPath, string.Create(CultureInfo.InvariantCulture, $"frame {frame}"), $"{problem}.");
        return new EchoPair(item, image, new AnatomyMask(image.Width, image.Height, labels, image.Spacing));
    }

    internal static bool IsAt(string root) => Sheet(root) is not null;

    private static string? Sheet(string root) => Directory.Exists(Path.Combine(root, MaskFolder))
        ? Sheets.Select(sheet => Path.Combine(root, sheet)).FirstOrDefault(File.Exists)
        : null;

    private static EchoImage[] Images(string path, HmcQuSheetRow row) =>
        [.. VideoFile.ReadFrames(path, [.. Enumerable.Range(row.Reference - 1, row.End - row.Reference + 1)]).Select(frame => frame.Image)];
}
