using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Imaging.Anatomies;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Cli.Anatomies;

/// <summary>The shape models that anatomies are drawn from, one for each view, and the hearts they were fitted to where they were.</summary>
internal sealed record AnatomyModels(IReadOnlyList<ShapeModel> Models, IReadOnlyDictionary<EchoView, IReadOnlyList<ShapeHeart>> Hearts)
{
    public const string AllViews = "all";

    public static string NameOf(EchoView view) => view.ShortName() ?? "";

    public static AnatomyModels Open(string? data, IReadOnlyList<string> files, string view, CancellationToken cancellation) =>
        data is null ? Load(files, view) : Fit(data, view, cancellation);

    /// <summary>Writes the models: one to the file, several to files named after their views.</summary>
    public void Save(string path)
    {
        Writable.File(path);
        foreach (var model in Models)
        {
            var file = Models.Count == 1 ? path : Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}_{NameOf(model.Options.View)}{Path.GetExtension(path)}");
            model.Save(file);
            Console.WriteLine($"model of {Texts.Count(model.Hearts, model.Phases.Count == 2 ? "heart" : "frame")} written to {file}");
        }
    }

    private static AnatomyModels Load(IReadOnlyList<string> files, string view)
    {
        var models = files.Select(ShapeModel.Load).Where(m => view == AllViews || NameOf(m.Options.View) == view).ToArray();
        if (models.Length == 0)
            throw new CommandException($"{string.Join(", ", files)}: no model of view {view}.");
        if (models.GroupBy(m => m.Options.View).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new CommandException($"{string.Join(", ", files)}: {twice.Count()} models are of view {twice.Key}; give one for each view.");
        return new AnatomyModels(models, new Dictionary<EchoView, IReadOnlyList<ShapeHeart>>());
    }

    /// <summary>Reads the hearts of some items of one view and fits a model to them.</summary>
    /// <exception cref="ArgumentException">Too few of them can be used.</exception>
    public static (ShapeModel Model, IReadOnlyList<ShapeHeart> Hearts) Fit(string title, IEchoDataset dataset, EchoView view, IReadOnlyList<EchoItem> items, CancellationToken cancellation)
    {
        var both = items.GroupBy(i => i.PatientId).Count(g => g.Any(i => i.Phase == CardiacPhase.EndDiastole) && g.Any(i => i.Phase == CardiacPhase.EndSystole));
        var paired = both >= ShapeModelOptions.LeastHearts;
        if (both > 0 && !paired)
            Console.WriteLine($"{NameOf(view)}: {Texts.Count(both, "heart")} with both phases, {ShapeModelOptions.LeastHearts} needed; single frames taken instead, without ejection fraction");
        var total = paired ? both : items.Count;
        var hearts = Stages.Run($"{title} {NameOf(view)}".TrimEnd(), paired ? "hearts" : "frames", stage =>
            ShapeHeart.Of(dataset, view, items, new DirectProgress<int>(done => stage.Report(done, total)), cancellation));
        return (ShapeModel.Fit(hearts, new ShapeModelOptions { View = view, Source = dataset.Name.Length <= 200 ? dataset.Name : dataset.Name[..200] }, cancellation), hearts);
    }

    private static AnatomyModels Fit(string folder, string view, CancellationToken cancellation)
    {
        var dataset = EchoDatasets.Open(folder);
        var views = dataset.Items.GroupBy(i => i.View).Where(g => view == AllViews || NameOf(g.Key) == view)
            .Where(g => view != AllViews || g.Count() >= ShapeModelOptions.LeastHearts).OrderBy(g => g.Key).ToArray();
        if (views.Length == 0)
            throw new CommandException($"{folder}: {(view == AllViews ? $"no view has {ShapeModelOptions.LeastHearts} masks" : $"no item is of view {view}")}.");
        var (models, hearts) = (new List<ShapeModel>(), new Dictionary<EchoView, IReadOnlyList<ShapeHeart>>());
        foreach (var group in views)
        {
            (var model, hearts[group.Key]) = Fit("masks", dataset, group.Key, [.. group], cancellation);
            models.Add(model);
            Console.WriteLine(FormattableString.Invariant($"{NameOf(group.Key)}: {model.Deviations.Count} modes keep {100 * model.Explained:0.0} % of the variation of {Texts.Count(model.Hearts, model.Phases.Count == 2 ? "heart" : "frame")}"));
            foreach (var reason in model.Skipped.GroupBy(s => s.Reason))
                Console.WriteLine($"left out: {reason.Count()} × {reason.Key} (such as {reason.First().Id})");
        }
        return new AnatomyModels(models, hearts);
    }
}
