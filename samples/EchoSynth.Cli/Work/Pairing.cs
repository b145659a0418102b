using System.Text.RegularExpressions;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Synthesis;

namespace EchoSynth.Cli.Work;

/// <summary>Finds to each synthetic image the real one it was made after: the id that its manifest names, the same id, or the id before "_s" and the seed.</summary>
internal sealed partial class Pairing
{
    private readonly List<(EchoItem Real, EchoItem Synthetic)> _pairs = [];
    private readonly IEchoDataset _real;
    private readonly IEchoDataset _synthetic;
    private readonly SyntheticDatasetDescription? _description;

    /// <param name="real">The real images.</param>
    /// <param name="synthetic">The synthetic ones.</param>
    /// <param name="description">How they were made; null for those of other programs.</param>
    public Pairing(IEchoDataset real, IEchoDataset synthetic, SyntheticDatasetDescription? description)
    {
        (_real, _synthetic, _description) = (real, synthetic, description);
        var byId = real.Items.ToDictionary(i => i.Id, StringComparer.Ordinal);
        foreach (var item in synthetic.Items)
        {
            var named = description?.SourceIds.GetValueOrDefault(Path.GetFullPath(item.ImagePath));
            if (byId.TryGetValue(named ?? item.Id, out var partner) || (named is null && byId.TryGetValue(SeedSuffix().Replace(item.Id, ""), out partner)))
                _pairs.Add((partner, item));
            else
                Unmatched.Add(item.Id);
        }
        if (_pairs.Count == 0)
            throw new CommandException(description?.SourceIds.Values.FirstOrDefault() is { } drawn
                ? $"no synthetic image has a real partner: they were drawn from masks such as '{drawn}', which are not in the real data set (it has '{real.Items[0].Id}' …)."
                : $"no synthetic image has a real partner: ids are '{synthetic.Items[0].Id}' … and '{real.Items[0].Id}' …; <id>.png or <id>_s<seed>.png belongs to the real image <id>.");
    }

    public int Count => _pairs.Count;

    /// <summary>Ids of synthetic images without a real partner.</summary>
    public List<string> Unmatched { get; } = [];

    /// <summary>Loads the pairs; the real image is fitted to the synthetic one's size.</summary>
    public IEnumerable<(EchoItem Item, EchoImage Real, EchoImage Synthetic, AnatomyMask Mask)> Load()
    {
        foreach (var (realItem, syntheticItem) in _pairs)
        {
            var (real, synthetic) = (_real.Load(realItem), _synthetic.Load(syntheticItem));
            if (_description is not { Grid: SynthesisGrid.Source } && synthetic.Image.Width == synthetic.Image.Height)
                real = FrameGeometry.Frame(real, synthetic.Image.Width, _description?.Framing, _real.SectorThreshold).Pair;
            else if ((real.Image.Width, real.Image.Height) != (synthetic.Image.Width, synthetic.Image.Height))
                throw new EchoFormatException(syntheticItem.ImagePath, "size", $"{synthetic.Image.Width} × {synthetic.Image.Height}; it must be square or as large as {realItem.ImagePath} ({real.Image.Width} × {real.Image.Height}).");
            yield return (realItem, real.Image, synthetic.Image, real.Mask);
        }
    }

    [GeneratedRegex("_s[0-9]+$")]
    private static partial Regex SeedSuffix();
}
