using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Synthesis;

namespace EchoSynth.Cli.Ablation;

/// <summary>The held-out pairs that are drawn, which of them by slow rows and with several seeds, and how each looks drawn again where it is a phantom.</summary>
internal sealed class HeldOutMasks
{
    private const int Seeds = 8, SlowSeeds = 4;
    private readonly PhantomDataset? _phantoms;
    private readonly AblationOptions _options;
    private readonly Dictionary<(string Id, int Draw), EchoImage> _redraws = [];

    public HeldOutMasks(IEchoDataset dataset, IReadOnlyList<EchoItem> items, int size, AblationOptions options)
    {
        _options = options;
        _phantoms = PhantomDataset.TryOpen(options.Data) is { } phantoms && items.All(phantoms.Knows) ? phantoms : null;
        All = [.. Pick(items, options.Masks).Select(i => FrameGeometry.Frame(dataset.Load(i), size, threshold: dataset.SectorThreshold).Pair)];
        Slow = Pick(All, options.SlowMasks);
    }

    public IReadOnlyList<EchoPair> All { get; }

    public IReadOnlyList<EchoPair> Slow { get; }

    public bool HasRedraws => _phantoms is not null;

    public IReadOnlyList<EchoPair> Of(bool slow) => slow ? Slow : All;

    public (IReadOnlyList<EchoPair> Pairs, int Seeds) Spread(bool slow) => slow ? (Pick(Slow, _options.SpreadMasks / 2), SlowSeeds) : (Pick(All, _options.SpreadMasks), Seeds);

    /// <summary>Another recording of the same heart, from 1.</summary>
    public EchoImage Redraw(EchoPair pair, int draw)
    {
        if (!_redraws.TryGetValue((pair.Item.Id, draw), out var image))
            _redraws.Add((pair.Item.Id, draw), image = Resampling.FitToSquare(_phantoms!.Redraw(pair.Item, draw), pair.Mask.Width));
        return image;
    }

    /// <returns>None where they are no phantoms.</returns>
    public IReadOnlyList<EchoImage> Redraws(EchoPair pair, int count) => HasRedraws ? [.. Enumerable.Range(1, count).Select(draw => Redraw(pair, draw))] : [];

    public long Seed(EchoPair pair, int round) => SyntheticDataset.SeedOf(_options.Seed, pair.Item.Id, round);

    /// <summary>Some of a list, spread evenly over it.</summary>
    private static IReadOnlyList<T> Pick<T>(IReadOnlyList<T> list, int count)
    {
        count = Math.Min(count, list.Count);
        return [.. Enumerable.Range(0, count).Select(i => list[(int)((long)i * list.Count / count)])];
    }
}
