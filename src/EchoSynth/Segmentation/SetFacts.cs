using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Segmentation;

/// <summary>What must be known of a list of pairs before a study: one walk through it.</summary>
internal sealed class SetFacts
{
    private SetFacts(int images) => Images = images;

    public int Images { get; }

    public SortedSet<string> Patients { get; } = new(StringComparer.Ordinal);

    /// <summary>Those that masks have.</summary>
    public HashSet<AnatomyLabel> Structures { get; } = [];

    public int UnknownSpacing { get; private set; }

    /// <summary>The least number of rows or columns.</summary>
    public int SmallestSide { get; private set; } = int.MaxValue;

    /// <exception cref="ArgumentException">No pairs, an empty place, no structure in any mask, or a pair whose image and mask differ in size.</exception>
    public static SetFacts Of(IReadOnlyList<EchoPair> pairs, string what, CancellationToken cancellationToken)
    {
        if (pairs is null or { Count: 0 })
            throw new ArgumentException($"There are no {what}.");
        var facts = new SetFacts(pairs.Count);
        foreach (var pair in pairs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            facts.Add(pair ?? throw new ArgumentException($"One of the {what} is null."));
        }
        return facts.Structures.Count > 0 ? facts : throw new ArgumentException($"No mask of the {what} has a structure (left ventricle, myocardium, left atrium).");
    }

    private void Add(EchoPair pair)
    {
        var (item, image, mask) = pair;
        if (image.Width != mask.Width || image.Height != mask.Height)
            throw new ArgumentException($"{item.Id}: the image is {image.Width} × {image.Height}, its mask {mask.Width} × {mask.Height}; they must be of one size.");
        Patients.Add(item.PatientId);
        UnknownSpacing += mask.Spacing == PixelSpacing.Unit ? 1 : 0;
        SmallestSide = Math.Min(SmallestSide, Math.Min(image.Width, image.Height));
        foreach (var structure in LabelMap.Structures)
        {
            if (!Structures.Contains(structure) && mask.Labels.Contains((byte)structure))
                Structures.Add(structure);
        }
    }
}
