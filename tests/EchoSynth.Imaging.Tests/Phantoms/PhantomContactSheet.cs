using EchoSynth.Imaging.Datasets;
using EchoSynth.Imaging.Phantoms;
using Xunit;

namespace EchoSynth.Imaging.Tests.Phantoms;

/// <summary>Draws the picture of docs/phantom.md: one heart with the five presets. With ECHOSYNTH_DOCS_IMAGES set to a folder it is kept there as phantom.png.</summary>
public class PhantomContactSheet
{
    private const int Tile = 208;
    private const ulong Heart = 50;

    [Fact]
    public void The_sheet_of_presets_is_drawn()
    {
        var heart = PhantomAnatomy.Sample(Heart);
        var columns = new (EchoView View, double Contraction)[] { (EchoView.FourChamber, 0), (EchoView.FourChamber, 1), (EchoView.TwoChamber, 0), (EchoView.TwoChamber, 1) };
        var width = Tile * (columns.Length + 1);
        var pixels = new float[width * Tile * ScannerPreset.All.Count];
        for (var row = 0; row < ScannerPreset.All.Count; row++)
        {
            for (var column = 0; column < columns.Length; column++)
            {
                var (view, contraction) = columns[column];
                var frame = PhantomSimulator.Render(heart, view, contraction, ScannerPreset.All[row], Tile, (ulong)((row * 10) + column));
                Paste(frame.Image.Pixels, row, column + 1);
                if (column == 0)
                    Paste(Shades(frame), row, 0);
            }
        }
        var folder = Environment.GetEnvironmentVariable("ECHOSYNTH_DOCS_IMAGES");
        var path = Path.Combine(folder ?? Path.GetTempPath(), folder is null ? $"phantom-{Guid.NewGuid():N}.png" : "phantom.png");
        PngCodec.Write(path, new EchoImage(width, pixels.Length / width, pixels));
        var bytes = new FileInfo(path).Length;
        if (folder is null)
            File.Delete(path);

        Assert.InRange(bytes, 100_000, 600_000);

        void Paste(ReadOnlySpan<float> tile, int row, int column)
        {
            for (var y = 0; y < Tile; y++)
                tile.Slice(y * Tile, Tile).CopyTo(pixels.AsSpan((((row * Tile) + y) * width) + (column * Tile)));
        }
    }

    private static float[] Shades(PhantomFrame frame)
    {
        var shades = new float[Tile * Tile];
        for (var i = 0; i < shades.Length; i++)
        {
            shades[i] = (AnatomyLabel)frame.Mask.Labels[i] switch
            {
                AnatomyLabel.LeftVentricle => 0.9f,
                AnatomyLabel.Myocardium => 0.4f,
                AnatomyLabel.LeftAtrium => 0.65f,
                _ => frame.Sector[i] ? 0.12f : 0f,
            };
        }
        return shades;
    }
}
