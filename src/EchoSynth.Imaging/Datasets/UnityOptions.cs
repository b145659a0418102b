namespace EchoSynth.Imaging.Datasets;

/// <summary>How <see cref="UnityDataset"/> reads.</summary>
public sealed record UnityOptions
{
    /// <summary>Whether to leave out frames with a damaged contour and list them in <see cref="UnityDataset.Skipped"/>, instead of failing.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool SkipIncomplete { get; init; }
}
