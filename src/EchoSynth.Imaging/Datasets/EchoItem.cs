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
    int Frame = 0)
{
    /// <summary>What its image looks like beyond the anatomy: the scanner or the data set that it is from, for models that are conditioned on it.</summary>
    /// <value>The default value is null: not said. Readers leave it so; see <see cref="ItemDomains"/>.</value>
    public string? Domain { get; init; }
}
