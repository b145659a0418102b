using EchoSynth.Imaging;
using EchoSynth.Logs;
using EchoSynth.Tests.Support;

namespace EchoSynth.Tests.Logs;

public sealed class ImageGridTests
{
    private const int Cell = Tiny.Size + ImageGrid.Gap;

    [Fact]
    public void EveryPixelIsInItsPlace()
    {
        var samples = new[] { Happenings.Sample(0, 3), Happenings.Sample(1, 3) };
        var picture = Decode(ImageGrid.Of(samples));
        Assert.Equal((ImageGrid.Gap + 5 * Cell, ImageGrid.Gap + 2 * Cell), (picture.Width, picture.Height));
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
                Assert.True(Math.Abs(Luma(Expected(x, y)) - picture[x, y]) < 1e-5, $"({x}, {y}): {picture[x, y]}, expected {Luma(Expected(x, y))}");
        }

        (int, int, int) Expected(int x, int y)
        {
            var (column, row, dx, dy) = ((x - ImageGrid.Gap) / Cell, (y - ImageGrid.Gap) / Cell, (x - ImageGrid.Gap) % Cell, (y - ImageGrid.Gap) % Cell);
            if (x < ImageGrid.Gap || y < ImageGrid.Gap || dx >= Tiny.Size || dy >= Tiny.Size)
                return (48, 48, 48);
            var grey = column == 1 ? 40 + row : 80 + 10 * (column - 2) + row;
            return column > 0 ? (grey, grey, grey) : samples[row].Mask[dx, dy] switch
            {
                AnatomyLabel.LeftVentricle => (200, 60, 60),
                AnatomyLabel.Myocardium => (60, 200, 60),
                AnatomyLabel.LeftAtrium => (60, 60, 220),
                AnatomyLabel.Sector => (45, 45, 45),
                _ => (0, 0, 0),
            };
        }
    }

    [Fact]
    public void RowsMayDifferInNumberAndSize()
    {
        var grid = ImageGrid.Of([Happenings.Sample(0, 0, size: 8), Happenings.Sample(1, 2)]);
        Assert.Equal((ImageGrid.Gap + 4 * Cell, ImageGrid.Gap + 2 * Cell), (grid.Width, grid.Height));
        var picture = Decode(grid);
        Assert.Equal(40 / 255f, picture[ImageGrid.Gap + Cell, ImageGrid.Gap]);
        Assert.Equal(48 / 255f, picture[ImageGrid.Gap + Cell + 8, ImageGrid.Gap]);
    }

    /// <summary>What colours are read as; no two of the mask's, nor the same with channels in another order, have the same.</summary>
    private static float Luma((int R, int G, int B) c) => (0.299f * c.R + 0.587f * c.G + 0.114f * c.B) / 255;

    private static EchoImage Decode(ImageGrid grid)
    {
        var path = Path.Combine(Tiny.TemporaryFolder(), "grid.png");
        File.WriteAllBytes(path, grid.ToPng());
        return PngCodec.Read(path);
    }
}
