namespace EchoSynth.Imaging.Datasets;

/// <summary>How <see cref="CamusDataset"/> reads.</summary>
public sealed record CamusOptions
{
    /// <summary>Whether to leave out what is incomplete and list it in <see cref="CamusDataset.Skipped"/>, instead of failing.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool SkipIncomplete { get; init; }

    /// <summary>Whether each frame of a sequence (older layout) or half sequence (newer) is an item too; the file's header is read on opening.</summary>
    /// <value>The default value is <see langword="false"/>: ED and ES only.</value>
    public bool IncludeSequences { get; init; }

    /// <summary>Which fold of the older layout (listSubGroups/subGroup{k}_*.txt) says what is for training, validation and testing; 1 to 10 in the original.</summary>
    /// <value>The default value is 1.</value>
    public int Fold { get; init; } = 1;

    /// <summary>What the numbers in the masks mean.</summary>
    /// <value>The default value is <see cref="LabelMap.Camus"/>.</value>
    public LabelMap LabelMap { get; init; } = LabelMap.Camus;
}
