namespace EchoSynth.Imaging.Datasets;

/// <summary>A data set of image–mask pairs: the list is known at once, pixels are read on demand.</summary>
/// <remarks>Implementations are safe for concurrent <see cref="Load"/> calls.</remarks>
public interface IEchoDataset
{
    /// <summary>A short name, for logs and manifests.</summary>
    string Name { get; }

    /// <summary>All items, in a stable order.</summary>
    IReadOnlyList<EchoItem> Items { get; }

    /// <summary>What was found but left out, and why.</summary>
    IReadOnlyList<SkippedItem> Skipped => [];

    /// <summary>What should be known of the list before it is used, a sentence each: fields of a manifest that are passed over though they look like known ones, images that name no patient.</summary>
    /// <value>Empty unless a data set says otherwise.</value>
    IReadOnlyList<string> Warnings => [];

    /// <summary>The structures that its masks mark, after the label map: a mask without one of the others says nothing about it.</summary>
    /// <value>LV, myocardium and left atrium unless a data set says otherwise.</value>
    IReadOnlyList<AnatomyLabel> Annotated => LabelMap.Structures;

    /// <summary>Pixels above it belong to the ultrasound sector, for <see cref="SectorDetector"/>: 0 where black is exact, about 0.02 for lossy video.</summary>
    double SectorThreshold => 0;

    /// <summary>Reads the pixels of one item.</summary>
    /// <exception cref="EchoFormatException">A file is missing, damaged, or image and mask do not fit together.</exception>
    EchoPair Load(EchoItem item);
}
