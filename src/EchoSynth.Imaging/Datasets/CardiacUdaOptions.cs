namespace EchoSynth.Imaging.Datasets;

/// <summary>How <see cref="CardiacUdaDataset"/> reads.</summary>
public sealed record CardiacUdaOptions
{
    /// <summary>The view to read, the number after the hyphen in patientN-V_image.nii.gz, 1…9; 4 is the apical four-chamber view.</summary>
    /// <value>The default value is 4.</value>
    public int View { get; init; } = 4;

    /// <summary>What the numbers in the masks mean.</summary>
    /// <value>The default value is <see cref="LabelMap.CardiacUda"/>: LV and left atrium, the right heart as background.</value>
    public LabelMap LabelMap { get; init; } = LabelMap.CardiacUda;

    /// <summary>Whether to leave out videos that are incomplete or damaged and list them in <see cref="CardiacUdaDataset.Skipped"/>, instead of failing.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool SkipIncomplete { get; init; }
}
