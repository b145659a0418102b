using EchoSynth.Imaging;
using EchoSynth.Imaging.Datasets;

namespace EchoSynth.Synthesis;

/// <summary>A mask to make images from, known by name before it is read.</summary>
/// <param name="Item">Identity: its id names the images, its patient, view, phase and split go into the manifest and the CAMUS layouts; where it names a domain, that is the look it is drawn in.</param>
/// <param name="Path">Its file as the manifest is to tell it: relative to the data set, with slashes.</param>
/// <param name="Load">Reads and frames it; called on one thread, once for each image. An <see cref="InvalidOperationException"/> out of it leaves this mask out, with a record.</param>
public sealed record SynthesisSource(EchoItem Item, string Path, Func<SynthesisInput> Load)
{
    /// <summary>The masks of a folder that holds nothing else: all its images, or those named &lt;id&gt;_gt.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="labels">What the numbers in the masks mean; <see cref="LabelMap.Camus"/> when null.</param>
    /// <exception cref="EchoFormatException">No such folder, or two masks of one id.</exception>
    public static IReadOnlyList<SynthesisSource> MasksOf(string folder, LabelMap? labels = null) =>
        [.. FolderDataset.FindMasks(folder).Select(m => new SynthesisSource(FolderNames.Item(m.Key, m.Value, m.Value), Relative(folder, m.Value), () => new SynthesisInput(MappedMask.Read(m.Value, 0, labels ?? LabelMap.Camus))))];

    internal static string Relative(string folder, string path) => System.IO.Path.GetRelativePath(folder, path).Replace('\\', '/');
}
