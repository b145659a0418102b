using EchoSynth.Imaging.Framing;

namespace EchoSynth.Imaging;

/// <summary>Brings images and masks of any shape to a square, true to scale. <see cref="FrameGeometry"/> does more, and remembers what was done.</summary>
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
        return FrameGeometry.Whole(image.Width, image.Height, image.Spacing, size).Apply(image);
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
        return FrameGeometry.Whole(mask.Width, mask.Height, mask.Spacing, size).Apply(mask);
    }

    internal static float[] Image(ReadOnlySpan<float> source, AxisMap x, AxisMap y)
    {
        var (columns, rows) = (x.Smooth(), y.Smooth());
        var across = new float[y.Count * x.NewCount];
        for (var j = 0; j < y.Count; j++)
        {
            var row = source.Slice(j * x.Count, x.Count);
            for (var i = 0; i < columns.Length; i++)
            {
                var (sum, tap) = (0.0, columns[i]);
                for (var k = 0; k < tap.Weights.Length; k++)
                    sum += tap.Weights[k] * row[tap.First + k];
                across[j * x.NewCount + i] = (float)sum;
            }
        }
        var result = new float[y.NewCount * x.NewCount];
        for (var j = 0; j < rows.Length; j++)
        {
            for (var k = 0; k < rows[j].Weights.Length; k++)
            {
                var weight = (float)rows[j].Weights[k];
                var row = across.AsSpan((rows[j].First + k) * x.NewCount, x.NewCount);
                for (var i = 0; i < row.Length; i++)
                    result[j * x.NewCount + i] += weight * row[i];
            }
        }
        return result;
    }

    internal static byte[] Labels(ReadOnlySpan<byte> source, AxisMap x, AxisMap y, LabelResampling way)
    {
        var (columns, rows) = way == LabelResampling.Area ? (x.Areas(), y.Areas()) : (x.Nearest(), y.Nearest());
        var result = new byte[y.NewCount * x.NewCount];
        Span<double> votes = stackalloc double[s_priority.Length];
        for (var j = 0; j < rows.Length; j++)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                votes.Clear();
                var total = 0.0;
                for (var k = 0; k < rows[j].Weights.Length; k++)
                {
                    var row = source.Slice((rows[j].First + k) * x.Count + columns[i].First, columns[i].Weights.Length);
                    for (var l = 0; l < row.Length; l++)
                    {
                        var weight = rows[j].Weights[k] * columns[i].Weights[l];
                        votes[row[l]] += weight;
                        total += weight;
                    }
                }
                votes[0] += 1 - total;
                result[j * x.NewCount + i] = Winner(votes);
            }
        }
        return result;
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
