using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Evaluation;

/// <summary>The images of an evaluation, all of one size, with unique ids; patients are told apart by <see cref="EchoItem.PatientId"/>.</summary>
public sealed class EvaluationSets
{
    /// <summary>Real images that the generator has not seen, with masks.</summary>
    public required IReadOnlyList<EchoPair> HeldOut { get; init; }

    /// <summary>Synthetic images with the masks that they were drawn from.</summary>
    public required IReadOnlyList<EchoPair> Synthetic { get; init; }

    /// <summary>Real images that the generator was trained with; without them usefulness and privacy cannot be asked.</summary>
    /// <value>The default value is none.</value>
    public IReadOnlyList<EchoPair> Training { get; init; } = [];

    /// <summary>To each synthetic image the id of the real item, of either set, whose mask it was drawn from; null where there is none.</summary>
    /// <value>The default value is null: none of them has a real partner.</value>
    public IReadOnlyList<string?>? SourceIds { get; init; }

    /// <summary>Records a real item's heart again: the same mask, other speckle; draws are 1, 2, …; null where that cannot be had, as with patients.</summary>
    /// <value>The default value is null: instead of a second recording the real image with the most similar mask is taken.</value>
    public Func<EchoItem, int, EchoImage?>? Redraw { get; init; }

    /// <summary>What a reader of the report has to know of the images: left out, enlarged, unpaired.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Where the sets came from, for the report.</summary>
    /// <value>The default value is empty.</value>
    public IReadOnlyList<EvaluatedSet> Origins { get; init; } = [];

    /// <summary>Pixels a side, at least: SSIM and features need a few windows.</summary>
    private const int LeastSize = 32;

    internal int Size => Synthetic[0].Image.Width;

    internal string? SourceOf(int synthetic) => SourceIds?[synthetic];

    /// <exception cref="ArgumentException">A set that is needed is empty, sizes differ, ids are not unique, or the list of sources has another length.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(HeldOut);
        ArgumentNullException.ThrowIfNull(Synthetic);
        ArgumentNullException.ThrowIfNull(Training);
        if (Synthetic.Count == 0)
            throw new ArgumentException("There are no synthetic images.", nameof(Synthetic));
        if (HeldOut.Count + Training.Count == 0)
            throw new ArgumentException("There are no real images.", nameof(HeldOut));
        if (SourceIds is not null && SourceIds.Count != Synthetic.Count)
            throw new ArgumentException($"{SourceIds.Count} sources were given for {Synthetic.Count} synthetic images.", nameof(SourceIds));
        var first = Synthetic[0];
        if (first.Image.Width != first.Image.Height || first.Image.Width < LeastSize)
            throw new ArgumentException($"{first.Item.Id}: the image is {first.Image.Width} × {first.Image.Height}; images must be square, of {LeastSize} × {LeastSize} pixels or more.", nameof(Synthetic));
        foreach (var pair in HeldOut.Concat(Training).Concat(Synthetic))
        {
            if ((pair.Image.Width, pair.Image.Height) != (first.Image.Width, first.Image.Height) || (pair.Mask.Width, pair.Mask.Height) != (first.Image.Width, first.Image.Height))
                throw new ArgumentException($"{pair.Item.Id}: image {pair.Image.Width} × {pair.Image.Height}, mask {pair.Mask.Width} × {pair.Mask.Height}; all must be {first.Image.Width} × {first.Image.Height}, as {first.Item.Id}.");
        }
        CheckUnique(HeldOut.Concat(Training), "real");
        CheckUnique(Synthetic, "synthetic");
    }

    private static void CheckUnique(IEnumerable<EchoPair> pairs, string set)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            if (!seen.Add(pair.Item.Id))
                throw new ArgumentException($"Two {set} images have the id '{pair.Item.Id}'; ids must be unique.");
        }
    }
}
