namespace EchoSynth.Imaging.Datasets;

/// <summary>Unity: single frames with traced curves, of which the LV endocardium is read (labels-all.json, png-cache/).</summary>
/// <remarks>
/// The mask is the polygon through the traced points, closed by the straight line between its ends, the mitral plane: LV only. A frame "01-HASH-0007.png" lies in png-cache/01/HA/SH, by the
/// first letters of its hash, or in png-cache itself. The item's id is that name without .png, its patient what stands before the frame's number: the video, since Unity names no patients.
/// Views and phases are not in these files. The splits are labels-train, labels-tune, labels-val and labels-ival (.txt or .json) beside labels-all.json. <see cref="Load"/> may be called from many threads.
/// </remarks>
public sealed class UnityDataset : IEchoDataset
{
    private const string Labels = "labels-all.json";
    private const string Images = "png-cache";
    private static readonly string[] s_places = ["", "labels", "u4s-labels"];
    private readonly Dictionary<string, UnityCurve> _curves;

    private UnityDataset(string root, IReadOnlyList<EchoItem> items, IReadOnlyList<SkippedItem> skipped, Dictionary<string, UnityCurve> curves) =>
        (Root, Items, Skipped, _curves) = (root, items, skipped, curves);

    /// <inheritdoc/>
    public string Name => "Unity";

    /// <summary>The folder that was opened.</summary>
    public string Root { get; }

    /// <inheritdoc/>
    public IReadOnlyList<EchoItem> Items { get; }

    /// <summary>How many frames have no LV contour; frames whose image is missing (the published set lacks one); with <see cref="UnityOptions.SkipIncomplete"/> damaged contours.</summary>
    public IReadOnlyList<SkippedItem> Skipped { get; }

    /// <summary>LV.</summary>
    public IReadOnlyList<AnatomyLabel> Annotated { get; } = [AnatomyLabel.LeftVentricle];

    /// <inheritdoc/>
    /// <value>0.02: the frames are from lossy video.</value>
    public double SectorThreshold => LossyVideo.SectorThreshold;

    /// <summary>Opens a copy of Unity. The labels are read whole, pixels are not.</summary>
    /// <param name="root">The folder with png-cache and labels-all.json, the latter perhaps in labels or u4s-labels.</param>
    /// <param name="options">How to read; the defaults when null.</param>
    /// <exception cref="EchoFormatException">No such layout, damaged labels, no frame with an LV contour and an image, or (unless left out) a damaged contour.</exception>
    public static UnityDataset Open(string root, UnityOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        options ??= new UnityOptions();
        if (Find(root) is not { } path)
            throw new EchoFormatException(root, null, $"no Unity layout: no {Images} with {Labels} beside it or in {string.Join(", ", s_places.Skip(1))}.");
        var (items, skipped, curves, untraced) = (new List<EchoItem>(), new List<SkippedItem>(), new Dictionary<string, UnityCurve>(StringComparer.Ordinal), 0);
        var splits = UnitySplits.Read(Path.GetDirectoryName(path)!);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var curve in UnityLabels.Read(path))
        {
            if (curve.Problem is not null && !options.SkipIncomplete)
                throw new EchoFormatException(path, $"{DatasetFiles.Printable(curve.Name)}.labels.{UnityLabels.Curve}", $"{curve.Problem}.");
            if (curve.Problem is not null)
                skipped.Add(new SkippedItem(curve.Name, $"{path}: {curve.Name}.labels.{UnityLabels.Curve}: {curve.Problem}."));
            else if (curve.Contours.Count == 0)
                untraced++;
            else if (Image(root, curve.Name, known, out var problem) is not { } image)
                skipped.Add(new SkippedItem(curve.Name, $"{path}: {problem}"));
            else if (IdOf(curve.Name) is var id && !curves.TryAdd(id, curve))
                throw new EchoFormatException(path, id, "the frame is there twice, with and without .png; it must be there once.");
            else
                items.Add(new EchoItem(id, VideoOf(id), EchoView.Unknown, CardiacPhase.Unknown, splits.GetValueOrDefault(id, DatasetSplit.Unassigned), image, path));
        }
        if (untraced > 0)
            skipped.Add(new SkippedItem($"{untraced} frames", $"{path}: {untraced} frames have no LV contour ({UnityLabels.Curve} is absent, off, blurred or empty)."));
        return items.Count > 0
            ? new UnityDataset(root, items, skipped, curves)
            : throw new EchoFormatException(path, null, $"no frame with an LV contour and an image: {string.Join("; ", skipped.Take(5).Select(s => s.Reason))}");
    }

    /// <inheritdoc/>
    public EchoPair Load(EchoItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (!_curves.TryGetValue(item.Id, out var curve))
            throw new ArgumentException($"\"{item.Id}\" is no item of {Root}.", nameof(item));
        var image = EchoFile.ReadImage(item.ImagePath);
        return new EchoPair(item, image, curve.Mask(image.Width, image.Height, image.Spacing));
    }

    internal static bool IsAt(string root) => Find(root) is not null;

    internal static string IdOf(string name) => name.EndsWith(".png", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;

    private static string? Find(string root) => Directory.Exists(Path.Combine(root, Images))
        ? s_places.Select(place => Path.Combine(root, place, Labels)).FirstOrDefault(File.Exists)
        : null;

    private static string VideoOf(string id) => id.LastIndexOf('-') is > 0 and var dash && id.AsSpan(dash + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? id[..dash] : id;

    private static string? Image(string root, string name, Dictionary<string, string> known, out string problem)
    {
        var file = IdOf(name) + ".png";
        if (DatasetFiles.IdProblem(file) is { } wrong)
        {
            problem = $"\"{DatasetFiles.Printable(name)}\" is no frame's name: {wrong}.";
            return null;
        }
        problem = $"{file} is not in {Images}.";
        var hashed = file.Length > 7 ? [Path.Combine(Images, file[..2], file[3..5], file[5..7], file), Path.Combine(Images, file)] : new[] { Path.Combine(Images, file) };
        foreach (var place in hashed.Where(place => File.Exists(Path.Combine(root, place))))
            return DatasetFiles.Inside(root, place, known, out problem);
        return null;
    }
}
