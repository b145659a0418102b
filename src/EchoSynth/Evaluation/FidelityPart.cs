using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Metrics;
using EchoSynth.Imaging.Speckle;

namespace EchoSynth.Evaluation;

/// <summary>Measures <see cref="FidelitySection"/>.</summary>
internal sealed class FidelityPart
{
    /// <summary>More masks, or more second images, make the figures no better.</summary>
    private const int MostReferences = 500;
    private const int Extremes = 3;
    private readonly EvaluationSets _sets;
    private readonly EchoPair[] _real;
    private readonly Dictionary<string, EchoPair> _byId;
    private readonly Lazy<MaskNeighbours> _neighbours;
    private readonly HashSet<string> _empty;

    public FidelityPart(EvaluationSets sets)
    {
        _sets = sets;
        _real = [.. sets.HeldOut, .. sets.Training];
        _byId = _real.ToDictionary(p => p.Item.Id, StringComparer.Ordinal);
        _empty = [.. _real.Where(p => !Regions.Sector(p.Mask, p.Image).Contains(true)).Select(p => p.Item.Id)];
        Pairs = [.. Enumerable.Range(0, sets.Synthetic.Count).Where(i => IsCompared(Partner(i))).Select(i => (i, Partner(i)!))];
        _neighbours = new Lazy<MaskNeighbours>(() => new MaskNeighbours([.. _real.Select(p => p.Mask)], [.. _real.Select(p => p.Item.PatientId)]));
    }

    /// <summary>Index of each synthetic image with its real partner.</summary>
    public IReadOnlyList<(int Synthetic, EchoPair Real)> Pairs { get; }

    /// <summary>Real partners that are black, with nothing in their masks: there is no place to measure in.</summary>
    public IReadOnlyList<string> Empty => [.. Enumerable.Range(0, _sets.Synthetic.Count).Select(i => Partner(i)?.Item.Id).OfType<string>().Where(_empty.Contains).Distinct(StringComparer.Ordinal)];

    public FidelitySection Measure(Steps steps)
    {
        var pairs = Pairs;
        // Where nobody knows what was trained with, nothing is known to be unseen.
        var heldOut = (_sets.Training.Count == 0 ? [] : _sets.HeldOut).Select(p => p.Item.Id).ToHashSet(StringComparer.Ordinal);
        StructureFidelity all = new(), unseen = new();
        var (texture, spectrum, speckle) = (new ImageFidelity(), new SpectrumError(), new SpeckleComparison(new SpeckleOptions { BackgroundSigma = _sets.Size / 16.0 }));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        steps.Begin("comparing", "pairs", pairs.Count);
        foreach (var (index, real) in pairs)
        {
            var (synthetic, mask) = (_sets.Synthetic[index].Image, real.Mask);
            var sector = Regions.Sector(mask, real.Image);
            Parallel.Invoke(
                () => all.Add(real.Image, synthetic, mask, sector),
                () =>
                {
                    texture.Add(real.Image, synthetic, mask, sector);
                    spectrum.Add(real.Image, synthetic, sector);
                    if (seen.Add(real.Item.Id))
                        speckle.AddReal(real.Image, mask, sector);
                    speckle.AddSynthetic(synthetic, mask, sector);
                    if (heldOut.Contains(real.Item.Id))
                        unseen.Add(real.Image, synthetic, mask, sector);
                });
            steps.Done();
        }
        if (pairs.Count == 0)
        {
            foreach (var (_, image, mask) in _sets.HeldOut.Count > 0 ? _sets.HeldOut : _sets.Training)
                speckle.AddReal(image, mask, Regions.Sector(mask, image));
            foreach (var (_, image, mask) in _sets.Synthetic)
                speckle.AddSynthetic(image, mask, Regions.Sector(mask, image));
            return new FidelitySection { Images = 0, HeldOutImages = 0, Speckle = speckle.Report(), Diversity = Diversity(steps) };
        }
        var (report, textures) = (all.Report(), texture.Report());
        return new FidelitySection
        {
            Images = pairs.Count,
            HeldOutImages = unseen.Rows.Count,
            MsSsimScales = report[FidelityPlace.WholeFrame].Scales,
            WholeFrame = PlaceErrors.Of(report[FidelityPlace.WholeFrame]),
            Sector = PlaceErrors.Of(report[FidelityPlace.Sector]),
            SectorHeldOut = unseen.Rows.Count > 0 ? PlaceErrors.Of(unseen.Report()[FidelityPlace.Sector]) : null,
            LeftVentricle = PlaceErrors.Of(report[FidelityPlace.LeftVentricle]),
            Myocardium = PlaceErrors.Of(report[FidelityPlace.Myocardium]),
            LeftAtrium = PlaceErrors.Of(report[FidelityPlace.LeftAtrium]),
            Surround = PlaceErrors.Of(report[FidelityPlace.Surround]),
            SecondReal = SecondReal(pairs, steps),
            TextureMyocardium = textures.TextureMyocardium,
            TextureSurround = textures.TextureSurround,
            SpectrumDb = spectrum.Decibels(),
            Spectra = spectrum.Spectra(),
            Speckle = speckle.Report(),
            Diversity = Diversity(steps),
            Extremes = ExtremesOf(all.Rows, pairs),
        };
    }

    /// <summary>A second real image of a real item's mask, or of the most similar one.</summary>
    /// <returns>Null where there is neither.</returns>
    public (EchoImage Image, string Kind, double Dice)? Second(EchoPair real)
    {
        if (_sets.Redraw?.Invoke(real.Item, 1) is { } again)
            return (again, "redraw", 1);
        return _neighbours.Value.Find(real.Mask, real.Item.PatientId, 1) is [var nearest] ? (_real[nearest.Index].Image, "neighbour", nearest.Dice) : null;
    }

    private bool IsCompared(EchoPair? real) => real is not null && !_empty.Contains(real.Item.Id);

    private EchoPair? Partner(int synthetic) => _sets.SourceOf(synthetic) is { } id ? _byId.GetValueOrDefault(id) : null;

    private SecondRealImage? SecondReal(IReadOnlyList<(int Synthetic, EchoPair Real)> pairs, Steps steps)
    {
        EchoPair[] real = [.. Spaced([.. pairs.Select(p => p.Real).DistinctBy(p => p.Item.Id)])];
        var fidelity = new StructureFidelity();
        var (kinds, dice) = (new HashSet<string>(), new List<double>());
        steps.Begin("comparing second real images", "pairs", real.Length);
        foreach (var pair in real)
        {
            if (Second(pair) is var (image, kind, likeness))
            {
                fidelity.Add(pair.Image, image, pair.Mask, Regions.Sector(pair.Mask, pair.Image));
                kinds.Add(kind);
                dice.Add(likeness);
            }
            steps.Done();
        }
        if (fidelity.Rows.Count == 0)
            return null;
        var report = fidelity.Report();
        return new SecondRealImage(string.Join(" and ", kinds.Order(StringComparer.Ordinal)), dice.Average(), PlaceErrors.Of(report[FidelityPlace.WholeFrame])!, PlaceErrors.Of(report[FidelityPlace.Sector]));
    }

    private DiversitySection? Diversity(Steps steps)
    {
        IGrouping<string, int>[] groups = [.. Spaced([.. Enumerable.Range(0, _sets.Synthetic.Count).Where(i => IsCompared(Partner(i))).GroupBy(i => _sets.SourceOf(i)!, StringComparer.Ordinal).Where(g => g.Count() > 1)])];
        if (groups.Length == 0)
            return null;
        var (diversity, kinds) = (new ConditionalDiversity(), new HashSet<string>());
        steps.Begin("comparing seeds", "masks", groups.Length);
        foreach (var group in groups)
        {
            var real = _byId[group.Key];
            EchoImage[] images = [.. group.Select(i => _sets.Synthetic[i].Image)];
            var (reference, kind) = References(real, images.Length);
            diversity.Add(images, Regions.Sector(real.Mask, real.Image), reference);
            kinds.Add(kind);
            steps.Done();
        }
        return new DiversitySection(string.Join(" and ", kinds.Order(StringComparer.Ordinal)), diversity.Report());
    }

    private (IReadOnlyList<EchoImage>? Images, string Kind) References(EchoPair real, int count)
    {
        EchoImage?[] redraws = [.. Enumerable.Range(1, count - 1).Select(draw => _sets.Redraw?.Invoke(real.Item, draw))];
        if (redraws.All(r => r is not null))
            return ([real.Image, .. redraws.OfType<EchoImage>()], "redraw");
        EchoImage[] similar = [.. _neighbours.Value.Find(real.Mask, real.Item.PatientId, count - 1).Select(n => _real[n.Index].Image)];
        return similar.Length > 0 ? ([real.Image, .. similar], "neighbour") : (null, "none");
    }

    private PairErrors[] ExtremesOf(IReadOnlyList<FidelityRow> rows, IReadOnlyList<(int Synthetic, EchoPair Real)> pairs)
    {
        FidelityRow[] ordered = [.. rows.Where(r => r.Places.ContainsKey(FidelityPlace.Sector)).OrderBy(r => r.Places[FidelityPlace.Sector].Ssim)];
        return [.. ordered.Take(Extremes).Concat(ordered.Skip(Math.Max(Extremes, ordered.Length - Extremes))).Select(row =>
        {
            var figures = row.Places[FidelityPlace.Sector];
            return new PairErrors(_sets.Synthetic[pairs[row.Index].Synthetic].Item.Id, pairs[row.Index].Real.Item.Id, figures.Mse, figures.Psnr, figures.Ssim);
        })];
    }

    /// <summary>At most as many as make the figures better, evenly from the whole.</summary>
    private static IEnumerable<T> Spaced<T>(IReadOnlyList<T> all) =>
        all.Count <= MostReferences ? all : Enumerable.Range(0, MostReferences).Select(i => all[(int)((long)i * all.Count / MostReferences)]);
}
