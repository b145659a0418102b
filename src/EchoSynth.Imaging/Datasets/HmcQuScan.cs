using System.Globalization;

namespace EchoSynth.Imaging.Datasets;

/// <summary>Brings the sheet, the masks and the videos of HMC-QU together.</summary>
internal sealed class HmcQuScan(HmcQuOptions options, string sheet, string maskFolder, IEnumerable<string> videoFolders)
{
    private const string MaskPrefix = "Mask_";

    public List<EchoItem> Items { get; } = [];

    public List<SkippedItem> Skipped { get; } = [];

    /// <summary>By video.</summary>
    public Dictionary<string, HmcQuSheetRow> Rows { get; } = new(StringComparer.Ordinal);

    public void Run()
    {
        var rows = ByName(HmcQuSheet.Read(sheet).Select(row => (row.Name, row)), sheet);
        var masks = ByName(DatasetFiles.Files(maskFolder).Where(IsMask).Select(path => (Path.GetFileName(path)[MaskPrefix.Length..^4], path)), maskFolder);
        var videos = ByName(videoFolders.Select(DatasetFiles.Files).FirstOrDefault(files => files.Any(IsVideo), []).Where(IsVideo).Select(path => (Path.GetFileName(path)[..^4], path)), sheet);
        var missing = masks.Where(mask => !rows.ContainsKey(mask.Key)).Select(mask => Missing(mask.Value, $"{Path.GetFileName(sheet)} has no row with frames for it."))
            .Concat(masks.Where(mask => rows.ContainsKey(mask.Key) && !videos.ContainsKey(mask.Key)).Select(mask => Missing(mask.Value, "its video is in none of the folders of videos."))).ToList();
        if (missing.Count > 0 && !options.SkipIncomplete)
            throw new EchoFormatException(maskFolder, "pairs", $"{missing.Count} incomplete ({nameof(HmcQuOptions.SkipIncomplete)} leaves them out): {DatasetFiles.Reasons(missing)}");
        Skipped.AddRange(missing);
        var whole = masks.Where(mask => rows.ContainsKey(mask.Key) && videos.ContainsKey(mask.Key)).Select(mask => (Row: rows[mask.Key], Mask: mask.Value, Video: videos[mask.Key])).ToArray();
        var read = new (List<EchoItem> Items, List<SkippedItem> Skipped, EchoFormatException? Error)[whole.Length];
        Parallel.For(0, whole.Length, i => read[i] = Cycle(whole[i].Row, whole[i].Mask, whole[i].Video));
        foreach (var (cycle, (items, skipped, error)) in whole.Zip(read))
        {
            if (error is not null && !options.SkipIncomplete)
                throw error;
            Items.AddRange(items);
            Skipped.AddRange(error is null ? skipped : [new SkippedItem(cycle.Row.Name, error.Message)]);
            Rows[cycle.Video] = cycle.Row;
        }
        if (rows.Keys.Count(name => !masks.ContainsKey(name)) is > 0 and var unmasked)
            Skipped.Add(new SkippedItem($"{unmasked} videos", $"{sheet}: {unmasked} of {rows.Count} videos have no mask in {maskFolder}."));
    }

    private (List<EchoItem> Items, List<SkippedItem> Skipped, EchoFormatException? Error) Cycle(HmcQuSheetRow row, string mask, string video)
    {
        try
        {
            var count = row.End - row.Reference + 1;
            var masks = HmcQuMasks.Read(mask, count);
            var (items, skipped) = (new List<EchoItem>(), new List<SkippedItem>());
            for (var i = 0; i < count; i++)
            {
                var frame = row.Reference - 1 + i;
                var id = string.Create(CultureInfo.InvariantCulture, $"{Key(row.Name)}_{frame:D3}");
                if (masks.Labels(i, options.FillCavity, masks.Width, masks.Height, out var problem) is null)
                    skipped.Add(new SkippedItem(id, $"{mask}: frame {i}: {problem}."));
                else
                    items.Add(new EchoItem(id, row.Name.Split('_', ' ')[0], EchoView.FourChamber, CardiacPhase.Unknown, DatasetSplit.Unassigned, video, mask, frame));
            }
            return (items, skipped, null);
        }
        catch (EchoFormatException error)
        {
            return ([], [], error);
        }
    }

    /// <summary>Names are the same whatever spaces they hold: "ES0001 _4CH_1" here and "ES0001_4CH_1" there.</summary>
    private static SortedDictionary<string, T> ByName<T>(IEnumerable<(string Name, T Value)> entries, string path)
    {
        var found = new SortedDictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in entries)
        {
            if (DatasetFiles.IdProblem(Key(name)) is { } problem)
                throw new EchoFormatException(path, "ECHO", $"\"{DatasetFiles.Printable(name)}\" is no video's name: {problem}.");
            if (!found.TryAdd(Key(name), value))
                throw new EchoFormatException(path, "ECHO", $"\"{name}\" is there twice (spaces and case do not count).");
        }
        return found;
    }

    private static string Key(string name) => string.Concat(name.Where(c => !char.IsWhiteSpace(c)));

    private static SkippedItem Missing(string mask, string reason) => new(Path.GetFileName(mask), $"{mask}: {reason}");

    private static bool IsMask(string path) => Path.GetFileName(path) is var name && name.StartsWith(MaskPrefix, StringComparison.OrdinalIgnoreCase) && name.EndsWith(".mat", StringComparison.OrdinalIgnoreCase);

    private static bool IsVideo(string path) => path.EndsWith(".avi", StringComparison.OrdinalIgnoreCase);
}
