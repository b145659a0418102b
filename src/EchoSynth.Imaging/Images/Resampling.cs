namespace EchoSynth.Imaging;

/// <summary>Brings images and masks of any shape to a square, true to scale.</summary>
/// <remarks>
/// The whole physical extent is scaled isotropically in mm and centred, with black (background) beside it. Image and mask of one size and spacing are mapped alike.
/// </remarks>
public static class Resampling
{
    private static readonly byte[] s_priority = [0, 4, 3, 1, 2];

    /// <summary>Fits an image into a square: averaged over each new pixel's area where it shrinks, bilinear where it grows, along each axis.</summary>
    /// <param name="image">The image.</param>
    /// <param name="size">Columns and rows of the result, at least 1.</param>
    /// <returns>The square image, with its new isotropic spacing.</returns>
    public static EchoImage FitToSquare(EchoImage image, int size)
    {
        ArgumentNullException.ThrowIfNull(image);
        var fit = new SquareFit(image.Width, image.Height, image.Spacing, size);
        var (columns, rows) = (fit.Columns(smooth: true), fit.Rows(smooth: true));
        var source = image.Pixels;
        var across = new float[image.Height * size];
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var (sum, tap) = (0.0, columns[x]);
                for (var k = 0; k < tap.Weights.Length; k++)
                    sum += tap.Weights[k] * source[y * image.Width + tap.First + k];
                across[y * size + x] = (float)sum;
            }
        }
        var result = new float[size * size];
        for (var y = 0; y < size; y++)
        {
            var tap = rows[y];
            for (var k = 0; k < tap.Weights.Length; k++)
            {
                var weight = (float)tap.Weights[k];
                var row = across.AsSpan((tap.First + k) * size, size);
                for (var x = 0; x < size; x++)
                    result[y * size + x] += weight * row[x];
            }
        }
        return new EchoImage(size, size, result, fit.Spacing);
    }

    /// <summary>Fits a mask into a square: each new pixel gets the label that covers most of its area.</summary>
    /// <remarks>
    /// A vote keeps the area of every structure, where taking the nearest pixel would leave the fate of a thin wall to chance. Ties go to the thinner
    /// structure: myocardium, LV, left atrium, sector, background in this order. A wall is lost only where it covers less of a pixel than its neighbour.
    /// </remarks>
    /// <param name="mask">The mask.</param>
    /// <param name="size">Columns and rows of the result, at least 1.</param>
    /// <returns>The square mask, with its new isotropic spacing.</returns>
    public static AnatomyMask FitToSquare(AnatomyMask mask, int size)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var fit = new SquareFit(mask.Width, mask.Height, mask.Spacing, size);
        var (columns, rows) = (fit.Columns(smooth: false), fit.Rows(smooth: false));
        var source = mask.Labels;
        var result = new byte[size * size];
        Span<double> votes = stackalloc double[s_priority.Length];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                votes.Clear();
                var total = 0.0;
                for (var j = 0; j < rows[y].Weights.Length; j++)
                {
                    var row = source.Slice((rows[y].First + j) * mask.Width + columns[x].First, columns[x].Weights.Length);
                    for (var i = 0; i < row.Length; i++)
                    {
                        var weight = rows[y].Weights[j] * columns[x].Weights[i];
                        votes[row[i]] += weight;
                        total += weight;
                    }
                }
                votes[0] += 1 - total;
                result[y * size + x] = Winner(votes);
            }
        }
        return new AnatomyMask(size, size, result, fit.Spacing);
    }

    /// <summary>The label with the most weight; ties go to the thinner structure.</summary>
    internal static byte Winner(ReadOnlySpan<double> votes)
    {
        var best = s_priority[0];
        foreach (var label in s_priority)
        {
            if (votes[label] >= votes[best] - 1e-9)
                best = label;
        }
        return best;
    }
}
