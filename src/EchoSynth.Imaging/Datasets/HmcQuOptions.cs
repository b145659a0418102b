namespace EchoSynth.Imaging.Datasets;

/// <summary>How <see cref="HmcQuDataset"/> reads.</summary>
public sealed record HmcQuOptions
{
    /// <summary>Whether the LV is filled from the myocardium's concavity; frames in which it cannot be are left out. Otherwise masks mark the myocardium alone.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool FillCavity { get; init; } = true;

    /// <summary>Whether to leave out videos that are incomplete or damaged and list them in <see cref="HmcQuDataset.Skipped"/>, instead of failing.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool SkipIncomplete { get; init; }
}
