using EchoSynth.Imaging;
using EchoSynth.Training;

namespace EchoSynth.Logs;

/// <summary>A table of pictures, pixel for pixel, with a thin gap around each: one row per sample; mask in colours, held-out image, synthetic images.</summary>
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

    /// <param name="samples">At least one. Pictures may differ in size and number; every cell is as large as the largest.</param>
    public static ImageGrid Of(IReadOnlyList<ValidationSample> samples)
    {
        var cellWidth = Gap + samples.Max(s => Math.Max(s.Mask.Width, Images(s).Max(i => i.Width)));
        var cellHeight = Gap + samples.Max(s => Math.Max(s.Mask.Height, Images(s).Max(i => i.Height)));
        var grid = new ImageGrid(Gap + (2 + samples.Max(s => s.Synthetic.Count)) * cellWidth, Gap + samples.Count * cellHeight);
        for (var row = 0; row < samples.Count; row++)
        {
            var (left, top) = (Gap, Gap + row * cellHeight);
            grid.Draw(left, top, samples[row].Mask);
            foreach (var image in Images(samples[row]))
                grid.Draw(left += cellWidth, top, image);
        }
        return grid;
    }

    public byte[] ToPng() => PngWriter.Encode(Width, Height, 8, PngColour.Rgb, _rgb);

    private static IEnumerable<EchoImage> Images(ValidationSample sample) => [sample.Real, .. sample.Synthetic];

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
