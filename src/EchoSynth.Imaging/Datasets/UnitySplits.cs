namespace EchoSynth.Imaging.Datasets;

/// <summary>Which split each frame of Unity belongs to: by labels-train, labels-tune and labels-ival, lists of names or JSON like that of all labels.</summary>
internal static class UnitySplits
{
    private const long MaximalBytes = 64L << 20;

    private static readonly (string Name, DatasetSplit Split)[] s_lists =
        [("train", DatasetSplit.Training), ("tune", DatasetSplit.Validation), ("val", DatasetSplit.Validation), ("ival", DatasetSplit.Testing)];

    public static Dictionary<string, DatasetSplit> Read(string folder)
    {
        var splits = new Dictionary<string, DatasetSplit>(StringComparer.Ordinal);
        foreach (var (name, split) in s_lists)
        {
            var path = Path.Combine(folder, $"labels-{name}.txt");
            var names = File.Exists(path) ? FileInput.Read(path, stream => Lines(stream, path), empty: () => [])
                : File.Exists(path = Path.ChangeExtension(path, ".json")) ? UnityLabels.Read(path).Select(frame => frame.Name)
                : [];
            foreach (var id in names.Select(UnityDataset.IdOf))
            {
                if (!splits.TryAdd(id, split) && splits[id] != split)
                    throw new EchoFormatException(path, DatasetFiles.Printable(id), $"listed for {split} here and for {splits[id]} in another list; a frame belongs to one split.");
            }
        }
        return splits;
    }

    private static List<string> Lines(FileStream stream, string path)
    {
        if (stream.Length > MaximalBytes)
            throw new EchoFormatException(path, null, $"the file has {stream.Length} bytes; a list of frames has at most {MaximalBytes}.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
    }
}
