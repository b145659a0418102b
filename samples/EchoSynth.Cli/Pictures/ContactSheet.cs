using EchoSynth.Imaging;

namespace EchoSynth.Cli.Pictures;

/// <summary>A table of pictures: mask, held-out image, synthetic images with different seeds.</summary>
internal static class ContactSheet
{
    private const int LargestScale = 3, TilePixels = 256, Gap = 6, Header = 30, Footer = 30, Caption = 18;

    /// <param name="Title">What is written below the row.</param>
    /// <param name="Mask">The mask.</param>
    /// <param name="Images">One image per remaining column.</param>
    internal sealed record Row(string Title, AnatomyMask Mask, IReadOnlyList<EchoImage> Images);

    /// <summary>Writes the sheet as PNG.</summary>
    /// <param name="path">The file.</param>
    /// <param name="titles">Of the columns, the mask's among them.</param>
    /// <param name="rows">At least one; all pictures of one size.</param>
    public static void Write(string path, IReadOnlyList<string> titles, IReadOnlyList<Row> rows)
    {
        var scale = Math.Clamp(TilePixels / rows[0].Mask.Width, 1, LargestScale);
        var (tileWidth, tileHeight) = (rows[0].Mask.Width * scale, rows[0].Mask.Height * scale);
        var letters = titles.All(t => PixelFont.Measure(t, 2) <= tileWidth + Gap) ? 2 : 1;
        var canvas = new Canvas(Gap + titles.Count * (tileWidth + Gap), Header + rows.Count * (tileHeight + Caption) + Footer, Colour.Paper);
        int Left(int column) => Gap + column * (tileWidth + Gap);
        for (var column = 0; column < titles.Count; column++)
            canvas.Text(Left(column) + (tileWidth - PixelFont.Measure(titles[column], letters)) / 2, 9, titles[column], letters, Colour.Ink);
        for (var row = 0; row < rows.Count; row++)
        {
            var top = Header + row * (tileHeight + Caption);
            canvas.Mask(Left(0), top, rows[row].Mask, scale);
            for (var column = 0; column < rows[row].Images.Count; column++)
                canvas.Image(Left(column + 1), top, rows[row].Images[column], scale);
            canvas.Text(Left(0), top + tileHeight + 4, rows[row].Title, 1, Colour.Faint);
        }
        Legend(canvas, Left(0), canvas.Height - Footer + 10);
        canvas.Save(path);
    }

    private static void Legend(Canvas canvas, int left, int top)
    {
        foreach (var (label, name) in new[] { (AnatomyLabel.LeftVentricle, "left ventricle"), (AnatomyLabel.Myocardium, "myocardium"), (AnatomyLabel.LeftAtrium, "left atrium"), (AnatomyLabel.Sector, "sector") })
        {
            canvas.Fill(left, top - 2, 11, 11, Colour.Of(label));
            canvas.Text(left + 17, top, name, 1, Colour.Faint);
            left += 17 + PixelFont.Measure(name, 1) + 20;
        }
    }
}
