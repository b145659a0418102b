using EchoSynth.Cli.Anatomies;
using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Cli.Work;

/// <summary>The shape models of the hearts that a model was trained on, in its folder: shape_2CH.json, shape_4CH.json.</summary>
internal static class ShapeFiles
{
    private const string Pattern = "shape_*.json";

    /// <summary>Those in a model folder; empty where there are none.</summary>
    public static IReadOnlyList<string> In(string model) => Directory.Exists(model) ? [.. Directory.GetFiles(model, Pattern).Order(StringComparer.Ordinal)] : [];

    /// <summary>The completer for translation: by the files that were named, else by those in the model folder; null where there are none.</summary>
    public static ShapeCompleter? Completer(string model, IReadOnlyList<string> named)
    {
        var files = named.Count > 0 ? named : In(model);
        return files.Count == 0 ? null : new ShapeCompleter([.. files.Select(ShapeModel.Load)]);
    }

    /// <summary>Fits a model to each view of the training items and writes it into the model folder, unless it is there. Views that cannot be fitted are told.</summary>
    public static void Write(string model, IEchoDataset dataset, IReadOnlyList<EchoItem> items, CancellationToken cancellation)
    {
        if (LabelMap.Structures.Except(dataset.Annotated).Any())
            return;
        foreach (var view in items.GroupBy(i => i.View).Where(g => g.Key is EchoView.TwoChamber or EchoView.FourChamber))
        {
            var name = AnatomyModels.NameOf(view.Key);
            var file = Path.Combine(model, Pattern.Replace("*", name, StringComparison.Ordinal));
            if (File.Exists(file))
                continue;
            try
            {
                AnatomyModels.Fit("shapes", dataset, view.Key, [.. view], cancellation).Model.Save(file);
            }
            catch (ArgumentException e)
            {
                Console.WriteLine($"no shape model of the view {name}, which 'translate' and 'anatomies' would use: {Failure.Message(e)}");
            }
        }
    }
}
