using EchoSynth.Imaging.Phantoms;

namespace EchoSynth.Imaging.Datasets;

/// <summary>Says of items which domain they are from (<see cref="EchoItem.Domain"/>): the scanner or the data set whose look a model is to tell apart.</summary>
public static class ItemDomains
{
    private const int LongestName = 64;

    /// <summary>From a table of patients.</summary>
    /// <param name="items">The items.</param>
    /// <param name="path">A CSV file with the columns patient and domain, one row a patient.</param>
    /// <returns>The items with their domains, in the same order.</returns>
    /// <exception cref="EchoFormatException">The file is missing or no such table, names a patient twice, or lacks one of the items' patients.</exception>
    public static IReadOnlyList<EchoItem> FromTable(IReadOnlyList<EchoItem> items, string path)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var domains = new Dictionary<string, string>(StringComparer.Ordinal);
        CsvTable.Read(path, ["patient", "domain"], [], row =>
        {
            if (row[0].Length == 0)
                throw row.Error(0, "it must name a patient.");
            if (row[1].Length is 0 or > LongestName)
                throw row.Error(1, $"it must have 1 to {LongestName} characters.");
            if (!domains.TryAdd(row[0], row[1]))
                throw row.Error(0, "this patient has a row already.");
        });
        return [.. items.Select(item => domains.TryGetValue(item.PatientId, out var domain)
            ? item with { Domain = domain }
            : throw new EchoFormatException(path, "patient", $"there is no row for patient '{item.PatientId}' (item '{item.Id}'); every patient needs one."))];
    }

    /// <summary>From the manifest.jsonl or manifest.csv of the items' folder, its field domain: what `echosynth generate --domain` and `--domains` wrote, in any layout, or one of your own.</summary>
    /// <param name="items">Items of the data set in that folder.</param>
    /// <param name="folder">The folder.</param>
    /// <returns>The items with their domains, in the same order.</returns>
    /// <exception cref="EchoFormatException">There is no manifest, a wrong line in it, or none that states the domain of one of the items.</exception>
    public static IReadOnlyList<EchoItem> FromManifest(IReadOnlyList<EchoItem> items, string folder)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var path = FolderManifest.Find(folder) ?? throw new EchoFormatException(folder, null, $"there is neither {FolderManifest.JsonLines} nor {FolderManifest.Csv}, which would say of each image the domain that it is from.");
        var manifest = new FolderManifest(path, skipIncomplete: true);
        manifest.Read();
        if (manifest.Domains.Values.FirstOrDefault(name => name.Length > LongestName) is { } wrong)
            throw new EchoFormatException(path, "domain", $"\"{DatasetFiles.Printable(wrong)}\"; it must have 1 to {LongestName} characters.");
        return [.. items.Select(item => manifest.Domains.TryGetValue(Path.GetFullPath(item.ImagePath), out var domain)
            ? item with { Domain = domain }
            : throw new EchoFormatException(path, "domain", $"no line states the domain of '{item.Id}' ({Path.GetFileName(item.ImagePath)}); every image needs one."))];
    }

    /// <summary>Of phantoms: the scanner that each was recorded with.</summary>
    /// <param name="items">Items of the data set.</param>
    /// <param name="phantoms">The data set.</param>
    /// <returns>The items with their domains, in the same order.</returns>
    /// <exception cref="ArgumentException">An item is not of that data set.</exception>
    public static IReadOnlyList<EchoItem> FromScanners(IReadOnlyList<EchoItem> items, PhantomDataset phantoms)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(phantoms);
        return [.. items.Select(item => item with { Domain = phantoms.Scanner(item).Name })];
    }
}
