namespace EchoSynth.Imaging.Datasets;

/// <summary>How <see cref="FolderDataset"/> reads.</summary>
public sealed record FolderOptions
{
    /// <summary>What the numbers in the masks mean.</summary>
    /// <value>The default value is <see cref="LabelMap.Camus"/>.</value>
    public LabelMap LabelMap { get; init; } = LabelMap.Camus;

    /// <summary>Whether to leave out images without a mask, masks without an image and lines of a manifest that name missing files, and list them in <see cref="FolderDataset.Skipped"/>, instead of failing.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool SkipIncomplete { get; init; }

    /// <summary>Whether manifest.jsonl or manifest.csv, where there is one, says what belongs together; otherwise names do.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool UseManifest { get; init; } = true;
}
