namespace EchoSynth.Imaging.Datasets;

/// <summary>How <see cref="TedDataset"/> reads.</summary>
public sealed record TedOptions
{
    /// <summary>Whether to leave out patients that are incomplete and list them in <see cref="TedDataset.Skipped"/>, instead of failing.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool SkipIncomplete { get; init; }

    /// <summary>What the numbers in the masks mean.</summary>
    /// <value>The default value is <see cref="LabelMap.Camus"/>.</value>
    public LabelMap LabelMap { get; init; } = LabelMap.Camus;
}
