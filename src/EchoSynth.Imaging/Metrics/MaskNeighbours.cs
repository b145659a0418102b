namespace EchoSynth.Imaging.Metrics;

/// <summary>Finds masks of other patients that are most like a given one.</summary>
/// <remarks>
/// Likeness is the mean Dice coefficient over left ventricle, myocardium and left atrium; a structure that both masks lack is passed over, one that a single mask lacks
/// counts 0, and two masks without any structure have 0. Pixels are compared as they lie: nothing is shifted or scaled. At most three bits a pixel are kept. Safe for
/// concurrent calls.
/// </remarks>
public sealed class MaskNeighbours
{
    private readonly List<PackedMask> _masks = [];
    private readonly string[] _patients;
    private readonly (int Width, int Height) _size;

    /// <summary>Keeps the masks to search.</summary>
    /// <param name="masks">At least one; all of one size.</param>
    /// <param name="patients">The patient of each.</param>
    /// <exception cref="ArgumentException">No masks, different sizes, or another number of patients.</exception>
    public MaskNeighbours(IReadOnlyList<AnatomyMask> masks, IReadOnlyList<string> patients)
    {
        ArgumentNullException.ThrowIfNull(masks);
        ArgumentNullException.ThrowIfNull(patients);
        if (masks.Count == 0)
            throw new ArgumentException("There are no masks.", nameof(masks));
        if (masks.Count != patients.Count)
            throw new ArgumentException($"{patients.Count} patients were given for {masks.Count} masks.", nameof(patients));
        (_size, _patients) = ((masks[0].Width, masks[0].Height), [.. patients]);
        foreach (var mask in masks)
        {
            CheckSize(mask);
            _masks.Add(new PackedMask(mask));
        }
    }

    /// <summary>The most similar masks, best first; among equals the earlier in the list.</summary>
    /// <param name="mask">The mask, of the same size.</param>
    /// <param name="patient">Its patient, whose masks are left out; null to search all.</param>
    /// <param name="count">How many, at least 1; fewer are given when there are not so many of other patients.</param>
    /// <exception cref="ArgumentException">The mask has another size.</exception>
    public IReadOnlyList<MaskNeighbour> Find(AnatomyMask mask, string? patient, int count)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        CheckSize(mask);
        var packed = new PackedMask(mask);
        var found = new List<MaskNeighbour>(_masks.Count);
        for (var i = 0; i < _masks.Count; i++)
        {
            if (patient is null || !string.Equals(_patients[i], patient, StringComparison.Ordinal))
                found.Add(new MaskNeighbour(i, packed.MeanDice(_masks[i])));
        }
        found.Sort((a, b) => a.Dice != b.Dice ? b.Dice.CompareTo(a.Dice) : a.Index.CompareTo(b.Index));
        return found[..Math.Min(count, found.Count)];
    }

    private void CheckSize(AnatomyMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (_size != (mask.Width, mask.Height))
            throw new ArgumentException($"A mask is {mask.Width} × {mask.Height}, the first is {_size.Width} × {_size.Height}; masks are compared at one size.", nameof(mask));
    }
}
