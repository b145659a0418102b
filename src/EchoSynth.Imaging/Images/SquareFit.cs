namespace EchoSynth.Imaging;

/// <summary>Where each pixel of a letterboxed square lies in its source: first source pixel and weights, along each axis.</summary>
internal sealed class SquareFit
{
    private readonly double _step;
    private readonly (int Count, double Step) _x;
    private readonly (int Count, double Step) _y;
    private readonly int _size;

    public SquareFit(int width, int height, PixelSpacing spacing, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        (_x, _y, _size) = ((width, spacing.X), (height, spacing.Y), size);
        _step = Math.Max(width * spacing.X, height * spacing.Y) / size;
    }

    public PixelSpacing Spacing => new(_step, _step);

    /// <param name="smooth">Bilinear where the image grows; otherwise always the share of area.</param>
    public (int First, double[] Weights)[] Columns(bool smooth) => Taps(_x, smooth);

    /// <param name="smooth">Bilinear where the image grows; otherwise always the share of area.</param>
    public (int First, double[] Weights)[] Rows(bool smooth) => Taps(_y, smooth);

    private (int First, double[] Weights)[] Taps((int Count, double Step) source, bool smooth)
    {
        // In source pixels, whose edges lie at 0, 1, … Count.
        var width = _step / source.Step;
        var start = (source.Count - _size * width) / 2;
        // An axis that fits exactly must do so despite rounding.
        if (Math.Abs(start) < 1e-9 * source.Count)
            (start, width) = (0, (double)source.Count / _size);
        var taps = new (int, double[])[_size];
        for (var i = 0; i < _size; i++)
        {
            var low = start + i * width;
            taps[i] = smooth && width < 1 ? Bilinear(low + width / 2, source.Count) : Area(low, low + width, source.Count);
        }
        return taps;
    }

    private static (int First, double[] Weights) Area(double low, double high, int count)
    {
        var (from, to) = (Math.Max(0, low), Math.Min(count, high));
        if (to - from <= 1e-9 * (high - low))
            return (0, []);
        var first = Math.Min((int)from, count - 1);
        var weights = new double[Math.Max(1, (int)Math.Ceiling(to - 1e-9) - first)];
        for (var k = 0; k < weights.Length; k++)
            weights[k] = Math.Max(0, Math.Min(to, first + k + 1) - Math.Max(from, first + k)) / (high - low);
        return (first, weights);
    }

    private static (int First, double[] Weights) Bilinear(double centre, int count)
    {
        if (centre < 0 || centre > count)
            return (0, []);
        var position = Math.Clamp(centre - 0.5, 0, count - 1);
        var first = Math.Min((int)position, Math.Max(0, count - 2));
        return count == 1 ? (0, [1.0]) : (first, [1 - (position - first), position - first]);
    }
}
