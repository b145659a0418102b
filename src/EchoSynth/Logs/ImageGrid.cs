using EchoSynth.Imaging;
using EchoSynth.Training;

namespace EchoSynth.Logs;

/// <summary>A table of pictures, pixel for pixel, with a thin gap around each; masks in colours.</summary>
internal sealed class ImageGrid
{
    public const int Gap = 2;
    private const byte Paper = 48;
    private readonly byte[] _rgb; // [Height × Width × 3]

    private ImageGrid(int width, int height)
    {
        (Width, Height, _rgb) = (width, height, new byte[3 * width * height]);
        _rgb.AsSpan().Fill(Paper);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>A row for each sample: mask in colours, held-out image, synthetic images.</summary>
    /// <param name="samples">At least one. Pictures may differ in size and number.</param>
    public static ImageGrid Of(IReadOnlyList<ValidationSample> samples) => Of([.. samples.Select(s => (IReadOnlyList<(AnatomyMask?, EchoImage?)>)[(s.Mask, null), (null, s.Real), .. s.Synthetic.Select(i => ((AnatomyMask?)null, (EchoImage?)i))])]);

    /// <summary>Rows of masks and images.</summary>
    /// <param name="rows">At least one. Pictures may differ in size and number; every cell is as large as the largest.</param>
    public static ImageGrid Of(IReadOnlyList<IReadOnlyList<(AnatomyMask? Mask, EchoImage? Image)>> rows)
    {
        var cellWidth = Gap + rows.Max(r => r.Max(c => c.Mask?.Width ?? c.Image!.Width));
        var cellHeight = Gap + rows.Max(r => r.Max(c => c.Mask?.Height ?? c.Image!.Height));
        var grid = new ImageGrid(Gap + rows.Max(r => r.Count) * cellWidth, Gap + rows.Count * cellHeight);
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows[row].Count; column++)
            {
                var (left, top) = (Gap + column * cellWidth, Gap + row * cellHeight);
                if (rows[row][column] is ({ } mask, _))
                    grid.Draw(left, top, mask);
                else
                    grid.Draw(left, top, rows[row][column].Image!);
            }
        }
        return grid;
    }

    public byte[] ToPng() => PngWriter.Encode(Width, Height, 8, PngColour.Rgb, _rgb);

    private void Draw(int left, int top, AnatomyMask mask)
    {
        for (var i = 0; i < mask.Labels.Length; i++)
            PngCodec.LabelPalette.Slice(3 * mask.Labels[i], 3).CopyTo(Pixel(left + i % mask.Width, top + i / mask.Width));
    }

    private void Draw(int left, int top, EchoImage image)
    {
        var grey = image.ToBytes();
        for (var i = 0; i < grey.Length; i++)
            Pixel(left + i % image.Width, top + i / image.Width).Fill(grey[i]);
    }

    private Span<byte> Pixel(int x, int y) => _rgb.AsSpan(3 * (y * Width + x), 3);
}
