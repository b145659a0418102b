using EchoSynth.Checkpoints;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Evaluation;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Sampling;

namespace EchoSynth.Cli.Ablation;

/// <summary>Draws and measures row by row; then the table and the figures.</summary>
internal sealed class AblationResults(string caption, HeldOutMasks masks)
{
    private readonly AblationTable _table = new(caption);
    private readonly List<object> _json = [];

    /// <returns>The first image of each mask, by the pair's identity.</returns>
    public Dictionary<string, EchoImage> Draw(AblationRow row, EchoModel model, string folder, CancellationToken cancellation) => Stages.Run($"drawing {row.Name}", "masks", stage =>
    {
        var (images, figures, first) = (new RowImages(folder), new RowFigures(), new Dictionary<string, EchoImage>(StringComparer.Ordinal));
        using var sampler = new Sampler(model, row.Sampling);
        var pairs = masks.Of(row.IsSlow);
        var (spread, seeds) = masks.Spread(row.IsSlow);
        var several = spread.ToHashSet();
        var start = TimeProvider.System.GetTimestamp();
        var made = 0;
        foreach (var pair in pairs)
        {
            var drawn = Enumerable.Range(0, several.Contains(pair) ? seeds : 1).Select(round => images.Draw(sampler, pair, masks.Seed(pair, round), cancellation)).ToArray();
            figures.Add(pair, first[pair.Item.Id] = drawn[0]);
            if (drawn.Length > 1)
                figures.AddSpread(pair, drawn, masks.Redraws(pair, seeds));
            made++;
            stage.Report(made, pairs.Count, $"{Texts.Duration(TimeProvider.System.GetElapsedTime(start) / made * (pairs.Count - made))} left");
        }
        Add(row.Name, row.Title, row.Steps, images.MedianMilliseconds, figures);
        return first;
    });

    /// <summary>What there is to reach, and what there is to beat.</summary>
    public void AddReferences(LabelMeanImage means)
    {
        if (masks.HasRedraws)
            Reference("redraw", "the same mask drawn again by the phantom", true, pair => masks.Redraw(pair, 1));
        Reference("label-means", "each label in its mean grey", false, pair => means.Draw(pair.Mask));
    }

    public void Write(AblationFolder folder)
    {
        TextFile.Write(folder.Table, _table.ToString());
        JsonFile.Write(folder.Figures, new { caption, rows = _json });
    }

    private void Reference(string name, string title, bool spreads, Func<EchoPair, EchoImage> draw)
    {
        var figures = new RowFigures();
        foreach (var pair in masks.All)
            figures.Add(pair, draw(pair));
        var (pairs, count) = masks.Spread(false);
        foreach (var pair in spreads ? pairs : [])
            figures.AddSpread(pair, masks.Redraws(pair, count), masks.Redraws(pair, count));
        Add(name, title, null, double.NaN, figures);
    }

    private void Add(string name, string title, int? steps, double milliseconds, RowFigures figures)
    {
        _table.Add(title, steps, milliseconds, figures);
        _json.Add(figures.ToJson(name, steps, milliseconds));
    }
}
