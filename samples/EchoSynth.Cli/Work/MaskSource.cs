using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Training;

namespace EchoSynth.Cli.Work;

/// <summary>One mask to draw an image for.</summary>
/// <param name="Id">Unique, usable as a file name.</param>
/// <param name="Path">Its file, relative to the folder that was named.</param>
/// <param name="Load">Reads it; with the sector of its reference image where there is one.</param>
internal sealed record MaskSource(string Id, string Path, Func<AnatomyMask> Load)
{
    public const string AllSplits = "all";

    /// <summary>The masks of any data set, or of a folder with masks alone.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="split">"training", "validation", "testing" or "all".</param>
    /// <param name="size">The model's image size.</param>
    public static IReadOnlyList<MaskSource> Open(string folder, string split, int size)
    {
        if (MasksAlone(folder) is { } masks)
        {
            return split == AllSplits
                ? [.. masks.Select(m => new MaskSource(m.Key, System.IO.Path.GetRelativePath(folder, m.Value), () => EchoFile.ReadMask(m.Value)))]
                : throw new CommandException($"{folder}: holds masks alone, which belong to no split; leave --split out.");
        }
        var dataset = EchoDatasets.Open(folder);
        var items = split == AllSplits ? dataset.Items : Splits.Of(dataset, Enum.Parse<DatasetSplit>(split, ignoreCase: true));
        return items.Count > 0
            ? Of(dataset, items, folder, size)
            : throw new CommandException($"{folder}: none of its {dataset.Items.Count} items is for {split}.");
    }

    public static IReadOnlyList<MaskSource> Of(IEchoDataset dataset, IReadOnlyList<EchoItem> items, string folder, int size) =>
        [.. items.Select(i => new MaskSource(i.Id, System.IO.Path.GetRelativePath(folder, i.MaskPath), () => TrainingSet.Prepare(dataset.Load(i), size).Mask))];

    private static IReadOnlyDictionary<string, string>? MasksAlone(string folder)
    {
        if (!Directory.Exists(folder))
            return null;
        var masks = FolderDataset.FindMasks(folder);
        if (masks.Count == 0)
            return null;
        var images = FolderDataset.FindImages(folder);
        // Files with no mark of a mask are found as both.
        return images.Count == 0 || images.Values.Order().SequenceEqual(masks.Values.Order()) ? masks : null;
    }
}
