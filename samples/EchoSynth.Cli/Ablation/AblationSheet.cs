using EchoSynth.Cli.Demo;
using EchoSynth.Cli.Pictures;
using EchoSynth.Imaging;

namespace EchoSynth.Cli.Ablation;

/// <summary>The picture: a row for each of some masks, a column for each way to draw them.</summary>
internal static class AblationSheet
{
    public static void Write(string path, HeldOutMasks masks, IReadOnlyList<(string Title, IReadOnlyDictionary<string, EchoImage> Images)> columns)
    {
        // Masks that all rows have drawn.
        var rows = DemoSheet.Choose(masks.Slow).Select(p => (p, (IReadOnlyList<EchoImage>)[.. columns.Select(c => c.Images[p.Item.Id])])).ToArray();
        DemoSheet.Write(path, masks.HasRedraws, [.. columns.Select(c => c.Title)], rows);
    }
}
