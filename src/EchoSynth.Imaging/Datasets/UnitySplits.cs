namespace EchoSynth.Imaging.Datasets;

/// <summary>Which split each frame of Unity belongs to: by labels-train, labels-tune, labels-val and labels-ival, lists of names or JSON like that of all labels.</summary>
internal static class UnitySplits
{
    private const int MaximalBytes = 64 << 20;

    private static readonly (string Name, DatasetSplit Split)[] s_lists =
        [("train", DatasetSplit.Training), ("tune", DatasetSplit.Validation), ("val", DatasetSplit.Validation), ("ival", DatasetSplit.Testing)];

    public static Dictionary<string, DatasetSplit> Read(string folder)
    {
        var splits = new Dictionary<string, DatasetSplit>(StringComparer.Ordinal);
        foreach (var (name, split) in s_lists)
        {
            var path = Path.Combine(folder, $"labels-{name}.txt");
            var names = File.Exists(path) ? FileInput.Lines(path, MaximalBytes)
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
}
