using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using EchoSynth.Cli.Terminal;
using EchoSynth.Cli.Work;
using EchoSynth.Evaluation;
using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Framing;
using EchoSynth.Imaging.Phantoms;
using EchoSynth.Synthesis;

namespace EchoSynth.Cli.Evaluation;

/// <summary>Reads the sets of an evaluation, brings them to one size, and finds out which real image each synthetic one belongs to.</summary>
internal sealed partial class EvaluationLoader
{
    /// <summary>For sets whose images are not square, or differ in size.</summary>
    private const int UsualSize = 128;

    /// <summary>Smaller ones are enlarged: nothing can be measured in them.</summary>
    private const int LeastSize = 32;

    /// <summary>Before the patient of a synthetic image that no real one belongs to, lest another data set's patient of that name be taken for it.</summary>
    private const string Unknown = "synthetic/";

    /// <summary>Two data sets often use one name for two patients: what only shares a name has to share the mask, too, but for resampling.</summary>
    private const double LeastOverlap = 0.9;
    private readonly EvaluationRequest _request;
    private readonly SyntheticDatasetDescription? _description;
    private readonly IEchoDataset _synthetic;
    private readonly List<string> _notes = [];

    private EvaluationLoader(EvaluationRequest request)
    {
        _request = request;
        _synthetic = EchoDatasets.Open(request.Synthetic);
        _description = SyntheticDatasetDescription.TryRead(request.Synthetic);
    }

    public static EvaluationSets Load(EvaluationRequest request, CancellationToken cancellation) => new EvaluationLoader(request).Load(cancellation);

    /// <summary>The images of one part of all sets, as <see cref="Load(EvaluationRequest, CancellationToken)"/> would bring them to a size; each is read when it is asked for.</summary>
    /// <param name="request">With the size.</param>
    /// <param name="shard">Every n-th image of the training, held-out and synthetic ones, in this order.</param>
    /// <returns>How many images all parts have, how many this one, and these.</returns>
    public static (int Total, long Count, IEnumerable<EchoPair> Pairs) Part(EvaluationRequest request, Shard shard) => new EvaluationLoader(request).Part(shard);

    private (int Total, long Count, IEnumerable<EchoPair> Pairs) Part(Shard shard)
    {
        var size = _request.Size!.Value;
        var roles = RealRoles.Of(_request.Real, _request.Training);
        var items = Limited(_synthetic.Items, i => i.PatientId);
        RealItem[] real = [.. Limited(roles.Training, m => m.Original.PatientId), .. Limited(roles.HeldOut, m => m.Original.PatientId)];
        var originals = real.ToLookup(m => m.Original.Id, StringComparer.Ordinal);
        var grids = new ConcurrentDictionary<string, Grid>(StringComparer.Ordinal);
        EchoPair Drawn(EchoItem item)
        {
            var pair = _synthetic.Load(item);
            if (pair.Mask.Spacing == PixelSpacing.Unit && (SourceName(item) ?? WithoutSeed(item.Id)) is var name && !grids.ContainsKey(name) && originals[name].FirstOrDefault() is { } source)
                grids.TryAdd(name, GridOf(source.Load()));
            return Fit(OnGrid(pair, grids), size, _synthetic.SectorThreshold);
        }
        var loads = real.Select(m => (Func<EchoPair>)(() => Fit(m.Load(), size, m.Dataset.SectorThreshold))).Concat(items.Select(i => (Func<EchoPair>)(() => Drawn(i)))).ToArray();
        return (loads.Length, loads.Where((_, i) => shard.Has(i)).LongCount(), loads.Where((_, i) => shard.Has(i)).Select(load => load()));
    }

    private EvaluationSets Load(CancellationToken cancellation)
    {
        var roles = RealRoles.Of(_request.Real, _request.Training);
        _notes.AddRange(roles.Training.Concat(roles.HeldOut).Select(m => m.Dataset).Distinct().SelectMany(d => d.Warnings));
        var items = Limited(_synthetic.Items, i => i.PatientId);
        var (training, heldOut) = (Limited(roles.Training, m => m.Original.PatientId), Limited(roles.HeldOut, m => m.Original.PatientId));
        return Stages.Run("reading", "images", stage =>
        {
            var tell = stage.Counting(items.Count + training.Count + heldOut.Count);
            var drawn = Each(items, i => _synthetic.Load(i), tell, cancellation);
            var size = _request.Size ?? CommonSize(drawn);
            var grids = new ConcurrentDictionary<string, Grid>(StringComparer.Ordinal);
            EchoPair Real(RealItem member)
            {
                var pair = member.Load();
                grids.TryAdd(member.Original.Id, GridOf(pair));
                return Fit(pair, size, member.Dataset.SectorThreshold);
            }
            var sets = Without(Each(training, Real, tell, cancellation), Each(heldOut, Real, tell, cancellation));
            var framed = Each(drawn, p => Fit(OnGrid(p, grids), size, _synthetic.SectorThreshold), () => { }, cancellation);
            if (drawn.Count(p => Math.Max(p.Image.Width, p.Image.Height) < size) is > 0 and var enlarged)
                _notes.Add($"{Texts.Count(enlarged, "synthetic image")} enlarged to {size} × {size}: they lack the detail of that size, and texture, spectrum and features will say so.");
            var sources = Sources(items, framed, [.. sets.Training, .. sets.HeldOut], roles);
            EchoPair[] synthetic = [.. framed.Select((p, i) => p with { Item = p.Item with { PatientId = sources[i]?.Item.PatientId ?? $"{Unknown}{p.Item.PatientId}" } })];
            return new EvaluationSets
            {
                Training = sets.Training,
                HeldOut = sets.HeldOut,
                Synthetic = synthetic,
                SourceIds = [.. sources.Select(s => s?.Item.Id)],
                Redraw = Redrawing(roles, size),
                Notes = [.. _notes],
                Origins = [.. Origins(roles, sets.Training, sets.HeldOut, synthetic)],
            };
        });
    }

    /// <summary>At most as many as asked for, patient by patient, the same ones of each set and whatever the order.</summary>
    private IReadOnlyList<T> Limited<T>(IReadOnlyList<T> all, Func<T, string> group)
    {
        if (_request.Limit is not { } limit || all.Count <= limit)
            return all;
        var chosen = all.GroupBy(group, StringComparer.Ordinal).OrderBy(g => XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(g.Key), _request.Seed)).SelectMany(g => g).Take(limit).ToHashSet();
        return [.. all.Where(chosen.Contains)];
    }

    private static Grid GridOf(EchoPair pair) => new(pair.Image.Width, pair.Image.Height, pair.Mask.Spacing);

    private static int CommonSize(EchoPair[] pairs)
    {
        var (width, height) = (pairs[0].Image.Width, pairs[0].Image.Height);
        return width == height && width >= LeastSize && pairs.All(p => p.Image.Width == width && p.Image.Height == height) ? width : UsualSize;
    }

    /// <summary>A picture file does not tell its spacing: on the grid of its recording it has the recording's.</summary>
    private EchoPair OnGrid(EchoPair pair, ConcurrentDictionary<string, Grid> grids)
    {
        if (pair.Mask.Spacing != PixelSpacing.Unit || !grids.TryGetValue(SourceName(pair.Item) ?? WithoutSeed(pair.Item.Id), out var grid) || (grid.Width, grid.Height) != (pair.Image.Width, pair.Image.Height))
            return pair;
        return new EchoPair(pair.Item, new EchoImage(grid.Width, grid.Height, pair.Image.Pixels, grid.Spacing), new AnatomyMask(grid.Width, grid.Height, pair.Mask.Labels, grid.Spacing));
    }

    /// <summary>A pair at the common size, its sector marked. What has that size already is left as it is: a copy has to stay one.</summary>
    private EchoPair Fit(EchoPair pair, int size, double threshold)
    {
        if (pair.Image.Width == size && pair.Image.Height == size)
            return pair.Mask.HasSector ? pair : pair with { Mask = pair.Mask.WithSector(Regions.Sector(pair.Mask, pair.Image, (float)threshold)) };
        return FrameGeometry.Frame(pair, size, _description?.Framing, threshold).Pair;
    }

    private static T[] Each<TFrom, T>(IReadOnlyList<TFrom> from, Func<TFrom, T> make, Action tell, CancellationToken cancellation)
    {
        var made = new T[from.Count];
        try
        {
            Parallel.For(0, from.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                made[i] = make(from[i]);
                tell();
            });
        }
        catch (AggregateException many) when (many.Flatten().InnerExceptions[0] is { } first)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
        return made;
    }

    /// <summary>Patients of whom an image lies in both sets were trained on, whatever the folders are called.</summary>
    private (IReadOnlyList<EchoPair> Training, IReadOnlyList<EchoPair> HeldOut) Without(EchoPair[] training, EchoPair[] heldOut)
    {
        var seen = training.Select(p => Hash(p.Image)).ToHashSet();
        var known = heldOut.Where(p => seen.Contains(Hash(p.Image))).Select(p => p.Item.PatientId).ToHashSet(StringComparer.Ordinal);
        if (known.Count == 0)
            return (training, heldOut);
        _notes.Add($"{Texts.Count(known.Count, "patient")} of --real left out: their images are in --train, too.");
        return (training, [.. heldOut.Where(p => !known.Contains(p.Item.PatientId))]);
    }

    private string? SourceName(EchoItem item) => _description?.SourceIds.GetValueOrDefault(Path.GetFullPath(item.ImagePath));

    /// <summary>The real item that each synthetic image was drawn from: by the manifest, by the name, or by an equal mask.</summary>
    private EchoPair?[] Sources(IReadOnlyList<EchoItem> items, EchoPair[] framed, IReadOnlyList<EchoPair> real, RealRoles roles)
    {
        var byName = real.ToLookup(p => roles.NameOf(p.Item), StringComparer.Ordinal);
        var byMask = new Lazy<ILookup<UInt128, EchoPair>>(() => real.Where(p => HasAnatomy(p.Mask)).ToLookup(p => Hash(p.Mask)));
        var sources = new EchoPair?[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            var mask = framed[i].Mask;
            var named = SourceName(items[i]) is { } source ? byName[source] : byName[items[i].Id].Concat(byName[WithoutSeed(items[i].Id)]).Where(p => Overlap(p.Mask, mask) > LeastOverlap);
            sources[i] = named.OrderByDescending(p => Overlap(p.Mask, mask)).FirstOrDefault() ?? (HasAnatomy(mask) ? byMask.Value[Hash(mask)].FirstOrDefault() : null);
        }
        if (sources.Count(s => s is null) is > 0 and var lone)
            _notes.Add($"{Texts.Count(lone, "synthetic image")} without a real partner: {string.Join(", ", items.Where((_, i) => sources[i] is null).Take(5).Select(i => i.Id))}{(lone > 5 ? ", …" : "")}");
        return sources;
    }

    private static bool HasAnatomy(AnatomyMask mask) => mask.Labels.IndexOfAnyInRange((byte)AnatomyLabel.LeftVentricle, (byte)AnatomyLabel.LeftAtrium) >= 0;

    /// <summary>Pixels where both have the same structure, over those where either has one; 1 where neither has.</summary>
    private static double Overlap(AnatomyMask a, AnatomyMask b)
    {
        static bool IsStructure(byte label) => label is >= (byte)AnatomyLabel.LeftVentricle and <= (byte)AnatomyLabel.LeftAtrium;
        var (both, either) = (0, 0);
        for (var i = 0; i < a.Labels.Length; i++)
        {
            var (x, y) = (a.Labels[i], b.Labels[i]);
            either += IsStructure(x) || IsStructure(y) ? 1 : 0;
            both += IsStructure(x) && x == y ? 1 : 0;
        }
        return either > 0 ? (double)both / either : 1;
    }

    private Func<EchoItem, int, EchoImage?>? Redrawing(RealRoles roles, int size)
    {
        if (!roles.Members.Values.Any(m => m.Phantoms is not null))
            return null;
        return (item, draw) => roles.Members.GetValueOrDefault(item.Id) is { Phantoms: { } phantoms } member && phantoms.Knows(member.Original)
            ? Fit(member.Load() with { Image = phantoms.Redraw(member.Original, draw) }, size, member.Dataset.SectorThreshold).Image
            : null;
    }

    private IEnumerable<EvaluatedSet> Origins(RealRoles roles, IReadOnlyList<EchoPair> training, IReadOnlyList<EchoPair> heldOut, IReadOnlyList<EchoPair> synthetic)
    {
        if (training.Count > 0)
            yield return Origin("training", roles.TrainingName, _request.Training ?? _request.Real, training);
        if (heldOut.Count > 0)
            yield return Origin("held-out", roles.Name, _request.Real, heldOut);
        yield return Origin("synthetic", _synthetic.Name, _request.Synthetic, synthetic);
    }

    private static EvaluatedSet Origin(string role, string name, string folder, IReadOnlyList<EchoPair> pairs)
    {
        var hash = new XxHash128();
        foreach (var pair in pairs)
        {
            hash.Append(MemoryMarshal.AsBytes(pair.Image.Pixels));
            hash.Append(pair.Mask.Labels);
        }
        return new EvaluatedSet(role, name, folder, pairs.Count, pairs.Select(p => p.Item.PatientId).Distinct(StringComparer.Ordinal).Count(), Convert.ToHexStringLower(hash.GetCurrentHash()));
    }

    private static UInt128 Hash(EchoImage image) => XxHash128.HashToUInt128(image.ToBytes());

    private static UInt128 Hash(AnatomyMask mask)
    {
        // The sector is found in images, so it may differ where the anatomy is one.
        var labels = mask.Labels.ToArray();
        labels.AsSpan().Replace((byte)AnatomyLabel.Sector, (byte)AnatomyLabel.Background);
        return XxHash128.HashToUInt128(labels);
    }

    private static string WithoutSeed(string id) => SeedSuffix().Replace(id, "");

    [GeneratedRegex("_s[0-9]+$")]
    private static partial Regex SeedSuffix();

    private sealed record Grid(int Width, int Height, PixelSpacing Spacing);
}
