namespace EchoSynth.Imaging.Segmentation;

/// <summary>The exact Euclidean distance of each pixel to the nearest of a set (Felzenszwalb and Huttenlocher 2012), with its own spacing along each axis.</summary>
internal static class DistanceTransform
{
    /// <param name="set">Row-major [height × width].</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="spacing">Distance of neighbouring pixels, mm.</param>
    /// <returns>Row-major, mm; infinite everywhere where the set is empty.</returns>
    public static double[] Of(ReadOnlySpan<bool> set, int width, int height, PixelSpacing spacing)
    {
        var squares = Columns(set, width, height, spacing.Y);
        var (line, centres, starts) = (new double[width], new int[width], new double[width]);
        for (var y = 0; y < height; y++)
            Row(squares.AsSpan(y * width, width), spacing.X, line, centres, starts);
        for (var i = 0; i < squares.Length; i++)
            squares[i] = Math.Sqrt(squares[i]);
        return squares;
    }

    /// <summary>Squared distances along the columns alone.</summary>
    private static double[] Columns(ReadOnlySpan<bool> set, int width, int height, double spacing)
    {
        var distances = new double[set.Length];
        for (var i = 0; i < set.Length; i++)
            distances[i] = set[i] ? 0 : i < width ? double.PositiveInfinity : distances[i - width] + 1;
        for (var i = set.Length - width - 1; i >= 0; i--)
            distances[i] = Math.Min(distances[i], distances[i + width] + 1);
        for (var i = 0; i < distances.Length; i++)
            distances[i] *= distances[i] * spacing * spacing;
        return distances;
    }

    /// <summary>The lower envelope of the parabolas f(q) + (s (x − q))² over one row.</summary>
    private static void Row(Span<double> squares, double spacing, double[] line, int[] centres, double[] starts)
    {
        squares.CopyTo(line);
        var (count, unit) = (0, spacing * spacing);
        for (var q = 0; q < squares.Length; q++)
        {
            if (double.IsInfinity(line[q]))
                continue;
            var start = double.NegativeInfinity;
            while (count > 0)
            {
                var p = centres[count - 1];
                start = ((line[q] - line[p]) / unit + (double)q * q - (double)p * p) / (2.0 * (q - p));
                if (start > starts[count - 1])
                    break;
                (count, start) = (count - 1, double.NegativeInfinity);
            }
            (centres[count], starts[count]) = (q, start);
            count++;
        }
        if (count == 0)
            return;
        for (var (x, k) = (0, 0); x < squares.Length; x++)
        {
            while (k + 1 < count && starts[k + 1] < x)
                k++;
            squares[x] = unit * (x - centres[k]) * (x - centres[k]) + line[centres[k]];
        }
    }
}
