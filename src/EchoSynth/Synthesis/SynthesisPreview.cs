using EchoSynth.Imaging;
using EchoSynth.Logs;

namespace EchoSynth.Synthesis;

/// <summary>card/preview.png (in a folder of its own, so that nobody takes it for an image of the set): some images of a set, spread evenly over it, above their masks.</summary>
internal static class SynthesisPreview
{
    public const string FileName = "card/preview.png";
    private const int Columns = 6, Rows = 2, SmallestTile = 128, LargestTile = 192;

    /// <summary>Writes it; nothing for an empty set.</summary>
    /// <param name="folder">The set.</param>
    /// <param name="images">Images in its manifest.</param>
    public static void Write(string folder, long images)
    {
        var count = (int)Math.Min(images, Columns * Rows);
        if (count == 0)
            return;
        var wanted = Enumerable.Range(0, count).Select(i => i * images / count).ToHashSet();
        var pairs = SynthesisManifest.Read(SynthesisManifest.PathOf(folder, Shard.Whole)).Where((_, i) => wanted.Contains(i))
            .Select(e => (Image: EchoFile.ReadImage(Path.Combine(folder, e.File!)), Mask: EchoFile.ReadMask(Path.Combine(folder, e.Mask!)))).ToArray();
        var rows = new List<IReadOnlyList<(AnatomyMask?, EchoImage?)>>();
        foreach (var part in pairs.Chunk(Columns))
        {
            rows.Add([.. part.Select(p => ((AnatomyMask?)null, (EchoImage?)Small(p.Image)))]);
            rows.Add([.. part.Select(p => ((AnatomyMask?)Small(p.Mask), (EchoImage?)null))]);
        }
        AtomicFile.Write(Path.Combine(folder, FileName), ImageGrid.Of(rows).ToPng());
    }

    private static EchoImage Small(EchoImage image) => Fitting(image.Width, image.Height) is { } size ? Resampling.FitToSquare(image, size) : image;

    private static AnatomyMask Small(AnatomyMask mask) => Fitting(mask.Width, mask.Height) is { } size ? Resampling.FitToSquare(mask, size) : mask;

    /// <summary>The tile for a picture; null where it is one already. Small ones grow by a whole number.</summary>
    private static int? Fitting(int width, int height) =>
        width != height || width > LargestTile ? LargestTile
        : width < SmallestTile ? width * ((SmallestTile + width - 1) / width)
        : null;
}
