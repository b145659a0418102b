using EchoSynth.Checkpoints;
using EchoSynth.Cli.Commands;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Synthesis;
using EchoSynth.Translation;

namespace EchoSynth.Cli.Work;

/// <summary>The masks that images are to be drawn for.</summary>
internal static class MaskSources
{
    public const string AllSplits = "all";

    /// <summary>The masks of any data set, or of a folder with masks alone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="split">"training", "validation", "testing" or "all".</param>
    /// <param name="reading">How a data set is read.</param>
    public static IReadOnlyList<SynthesisSource> Open(EchoModel model, string folder, string split, EchoDatasetOptions reading)
    {
        if (reading.Layout is null && IsMasksAlone(folder))
        {
            return split == AllSplits
                ? SynthesisSource.MasksOf(folder, reading.LabelMap)
                : throw new CommandException($"{folder}: holds masks alone, which belong to no split; leave --split out.");
        }
        var dataset = EchoDatasets.Open(folder, reading);
        DatasetArguments.TellNotes(dataset);
        return Of(model, dataset, Chosen(dataset, split, folder), folder);
    }

    /// <summary>The items of a split.</summary>
    public static IReadOnlyList<EchoItem> Chosen(IEchoDataset dataset, string split, string folder)
    {
        var items = split == AllSplits ? dataset.Items : Splits.Of(dataset, Enum.Parse<DatasetSplit>(split, ignoreCase: true));
        return items.Count > 0 ? items : throw new CommandException($"{folder}: none of its {dataset.Items.Count} items is for {split}.");
    }

    public static IReadOnlyList<SynthesisSource> Of(EchoModel model, IEchoDataset dataset, IReadOnlyList<EchoItem> items, string folder)
    {
        using var translator = new DomainTranslator(model, new DomainTranslatorOptions { Missing = MissingStructures.Refuse });
        if (translator.MissingIn(dataset) is { Count: > 0 } missing)
            throw new CommandException($"{folder}: {dataset.Name} does not annotate {string.Join(", ", missing)}, which the model was trained with. 'translate' can complete such masks, or keep them as they are.");
        return translator.Sources(dataset, folder, items);
    }

    private static bool IsMasksAlone(string folder)
    {
        if (!Directory.Exists(folder))
            return false;
        var masks = FolderDataset.FindMasks(folder);
        if (masks.Count == 0)
            return false;
        var images = FolderDataset.FindImages(folder);
        // Files with no mark of a mask are found as both.
        return images.Count == 0 || images.Values.Order().SequenceEqual(masks.Values.Order());
    }
}
