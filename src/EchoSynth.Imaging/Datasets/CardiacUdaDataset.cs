using System.Globalization;

namespace EchoSynth.Imaging.Datasets;

/// <summary>CardiacUDA: videos of several views and sites, of which few frames are labelled (Site_…/patientN-V_image.nii.gz with patientN-V_label.nii.gz).</summary>
/// <remarks>
/// Items are the frames of one view (four-chamber unless the options say otherwise) whose mask is not empty: "Site_G_20_patient7-4_012", frames from 0. The masks are read on opening, to know
/// which frames those are. The set states neither phases nor splits nor myocardium. Its folder label_all_frame, where the right heart has other numbers, is left out unless it is the folder
/// that is opened. <see cref="Load"/> may be called from many threads; the few videos read last are kept.
/// </remarks>
public sealed class CardiacUdaDataset : IEchoDataset
{
    private const string EveryFrame = "label_all_frame";
    private static readonly string[] Containers = ["", "cardiacUDC_dataset"];
    private readonly SequenceLoader _sequences;
    private readonly LabelMap _map;

    private CardiacUdaDataset(string root, LabelMap map, IReadOnlyList<EchoItem> items, IReadOnlyList<SkippedItem> skipped) =>
        (Root, _map, _sequences, Items, Skipped) = (root, map, new SequenceLoader(map), items, skipped);

    /// <inheritdoc/>
    public string Name => "CardiacUDA";

    /// <summary>The folder that was opened.</summary>
    public string Root { get; }

    /// <inheritdoc/>
    public IReadOnlyList<EchoItem> Items { get; }

    /// <summary>The other views, in one line each; videos without any label; with <see cref="CardiacUdaOptions.SkipIncomplete"/> what is incomplete or damaged.</summary>
    public IReadOnlyList<SkippedItem> Skipped { get; }

    /// <inheritdoc/>
    public IReadOnlyList<AnatomyLabel> Annotated => _map.Annotated;

    /// <summary>Opens a copy of CardiacUDA. The masks of the view are read, one after the other on each core.</summary>
    /// <param name="root">The folder with the sites' folders, or with cardiacUDC_dataset, or with the videos themselves.</param>
    /// <param name="options">How to read; the defaults when null.</param>
    /// <exception cref="ArgumentException">The view is not 1…9.</exception>
    /// <exception cref="EchoFormatException">No such layout, no labelled frame, or a video is incomplete or damaged.</exception>
    public static CardiacUdaDataset Open(string root, CardiacUdaOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        options ??= new CardiacUdaOptions();
        if (options.View is < 1 or > 9)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(CardiacUdaOptions.View)} is {options.View}; it must be 1…9."), nameof(options));
        var videos = CardiacUdaVideo.Find(Folders(root)).ToList();
        if (videos.Count == 0)
            throw new EchoFormatException(root, null, "no CardiacUDA layout: no patientN-V_image.nii.gz in it, in a folder in it, nor in cardiacUDC_dataset.");
        var skipped = videos.Where(v => v.View != options.View).GroupBy(v => v.View).OrderBy(g => g.Key)
            .Select(g => new SkippedItem($"view {g.Key}", $"{root}: {g.Count()} videos of view {g.Key}; view {options.View} is read.")).ToList();
        if (Containers.Select(c => Path.Combine(root, c, EveryFrame)).FirstOrDefault(Directory.Exists) is { } dense)
            skipped.Add(new SkippedItem(EveryFrame, $"{dense}: labels every frame of videos that are also elsewhere, the right heart with other numbers; open it by itself to read it."));
        var wanted = videos.Where(v => v.View == options.View).ToArray();
        var frames = new (IReadOnlyList<int>? Labelled, EchoFormatException? Error)[wanted.Length];
        Parallel.For(0, wanted.Length, i => frames[i] = wanted[i].LabelledFrames());
        var items = new List<EchoItem>();
        foreach (var (video, (labelled, error)) in wanted.Zip(frames))
        {
            if (error is not null && !options.SkipIncomplete)
                throw error;
            if (labelled is null or [])
                skipped.Add(new SkippedItem(video.Id, error?.Message ?? $"{video.Label}: no frame is labelled."));
            else
                items.AddRange(labelled.Select(video.Item));
        }
        return items.Count > 0
            ? new CardiacUdaDataset(root, options.LabelMap, items, skipped)
            : throw new EchoFormatException(root, null, $"no labelled frame of view {options.View}: {string.Join("; ", skipped.Take(5).Select(s => s.Reason))}");
    }

    /// <inheritdoc/>
    public EchoPair Load(EchoItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _sequences.Load(item);
    }

    internal static bool IsAt(string root)
    {
        try
        {
            return CardiacUdaVideo.Find(Folders(root)).Any();
        }
        catch (EchoFormatException)
        {
            // A folder in it that may not be listed says nothing of the set beside it.
            return false;
        }
    }

    private static IEnumerable<(string Folder, string Site)> Folders(string root)
    {
        foreach (var container in Containers)
        {
            var folder = Path.Combine(root, container);
            yield return (folder, "");
            foreach (var site in DatasetFiles.Folders(folder).Where(f => Path.GetFileName(f) != EveryFrame))
                yield return (site, Path.GetFileName(site));
        }
    }
}
