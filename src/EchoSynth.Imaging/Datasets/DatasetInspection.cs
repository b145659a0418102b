namespace EchoSynth.Imaging.Datasets;

/// <summary>What a data set holds, as <see cref="EchoDatasetExtensions.Inspect"/> found it.</summary>
public sealed record DatasetInspection
{
    /// <summary>The data set's name.</summary>
    public required string Name { get; init; }

    /// <summary>Items in the list.</summary>
    public required int Items { get; init; }

    /// <summary>Patients in the list.</summary>
    public required int Patients { get; init; }

    /// <summary>Items by view; views without any are not there.</summary>
    public required IReadOnlyDictionary<EchoView, int> Views { get; init; }

    /// <summary>Items by phase; phases without any are not there.</summary>
    public required IReadOnlyDictionary<CardiacPhase, int> Phases { get; init; }

    /// <summary>Items by split; splits without any are not there.</summary>
    public required IReadOnlyDictionary<DatasetSplit, int> Splits { get; init; }

    /// <summary>The structures that the masks mark.</summary>
    public required IReadOnlyList<AnatomyLabel> Annotated { get; init; }

    /// <summary>What the data set itself left out, and why.</summary>
    public required IReadOnlyList<SkippedItem> Skipped { get; init; }

    /// <summary>What the data set itself warns of (<see cref="IEchoDataset.Warnings"/>).</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Items that were loaded; what follows is about these.</summary>
    public required int Loaded { get; init; }

    /// <summary>Items that could not be loaded, with their error, in the order of the list.</summary>
    public required IReadOnlyList<SkippedItem> Failed { get; init; }

    /// <summary>Image sizes, the commonest first.</summary>
    public required IReadOnlyList<DatasetSizeCount> Sizes { get; init; }

    /// <summary>Pixel spacings, the commonest first.</summary>
    public required IReadOnlyList<DatasetSpacingCount> Spacings { get; init; }

    /// <summary>All five labels, in order.</summary>
    public required IReadOnlyList<DatasetLabelCount> Labels { get; init; }

    /// <summary>The darkest pixel, 0…1; null where nothing was loaded.</summary>
    public required float? GreyMinimum { get; init; }

    /// <summary>The brightest pixel, 0…1; null where nothing was loaded.</summary>
    public required float? GreyMaximum { get; init; }

    /// <summary>The mean of all pixels, 0…1; null where nothing was loaded.</summary>
    public required double? GreyMean { get; init; }

    /// <summary>Masks whose LV is in more than one piece (pixels that touch at a corner are connected).</summary>
    public required int MasksWithSeveralCavities { get; init; }
}
