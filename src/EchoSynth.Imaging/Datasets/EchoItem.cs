namespace EchoSynth.Imaging.Datasets;

/// <summary>What is known of one image–mask pair before its pixels are read.</summary>
/// <param name="Id">Unique in its data set, usable as a file name (for CAMUS: "patient0001_4CH_ED").</param>
/// <param name="PatientId">The patient; all items of one patient belong to one split.</param>
/// <param name="View">The view.</param>
/// <param name="Phase">The phase.</param>
/// <param name="Split">The split.</param>
/// <param name="ImagePath">The image file.</param>
/// <param name="MaskPath">The mask file.</param>
/// <param name="Frame">0-based frame inside the files; 0 for single images.</param>
public sealed record EchoItem(
    string Id,
    string PatientId,
    EchoView View,
    CardiacPhase Phase,
    DatasetSplit Split,
    string ImagePath,
    string MaskPath,
    int Frame = 0);
