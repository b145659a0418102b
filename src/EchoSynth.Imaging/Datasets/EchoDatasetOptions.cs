namespace EchoSynth.Imaging.Datasets;

/// <summary>How <see cref="EchoDatasets"/> opens a data set of any layout; each reader has more options of its own.</summary>
public sealed record EchoDatasetOptions
{
    /// <summary>How the folder is laid out, and so which reader reads it.</summary>
    /// <value>The default value is null: by what lies in the folder.</value>
    public DatasetLayout? Layout { get; init; }

    /// <summary>What the numbers in the masks mean.</summary>
    /// <value>The default value is null: as the data set has it. Data sets of contours and HMC-QU have no numbers to map.</value>
    public LabelMap? LabelMap { get; init; }

    /// <summary>Whether to leave out what is incomplete and list it in <see cref="IEchoDataset.Skipped"/>, instead of failing.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool SkipIncomplete { get; init; }

    /// <summary>Whether frames of sequences are items, too; for CAMUS, whose sequences lie beside single frames.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool IncludeSequences { get; init; }
}
