using EchoSynth.Tensors;

namespace EchoSynth.Augmentation;

/// <summary>A smooth random displacement: cubic B-splines between a few control points, whose values are cut at two standard deviations so that nothing can fold.</summary>
internal sealed class ElasticField
{
    // White control values come out of the spline with about half their standard deviation.
    private const float SplineLoss = 2;
    private readonly int _points;
    private readonly float[] _controls;
    private readonly (int First, float[] Weights)[] _columns;
    private readonly (int First, float[] Weights)[] _rows;

    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="points">Control points along each axis.</param>
    /// <param name="deviation">Standard deviation of the displacement in pixels.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="stream">Stream of the seed.</param>
    public ElasticField(int width, int height, int points, double deviation, ulong seed, ulong stream)
    {
        _points = points + 2; // a spline needs one point beyond each end
        _controls = new float[2 * _points * _points];
        PhiloxNoise.Normal(_controls, seed, stream);
        for (var i = 0; i < _controls.Length; i++)
            _controls[i] = Math.Clamp(_controls[i], -2, 2) * SplineLoss * (float)deviation;
        Longest = 2 * SplineLoss * deviation;
        (_columns, _rows) = (Taps(width, points), Taps(height, points));
    }

    /// <summary>No displacement along an axis is longer, in pixels.</summary>
    public double Longest { get; }

    /// <summary>The displacement of every pixel of a row, in pixels.</summary>
    public void Row(int y, Span<float> dx, Span<float> dy)
    {
        Span<float> across = stackalloc float[2 * _points];
        across.Clear();
        var (first, weights) = _rows[y];
        for (var k = 0; k < 4; k++)
        {
            for (var c = 0; c < _points; c++)
            {
                across[c] += weights[k] * _controls[(first + k) * _points + c];
                across[_points + c] += weights[k] * _controls[(_points + first + k) * _points + c];
            }
        }
        for (var x = 0; x < dx.Length; x++)
        {
            var (from, w) = _columns[x];
            var a = across[from..];
            var b = across[(_points + from)..];
            dx[x] = w[0] * a[0] + w[1] * a[1] + w[2] * a[2] + w[3] * a[3];
            dy[x] = w[0] * b[0] + w[1] * b[1] + w[2] * b[2] + w[3] * b[3];
        }
    }

    private static (int, float[])[] Taps(int size, int points)
    {
        var taps = new (int, float[])[size];
        for (var i = 0; i < size; i++)
        {
            var position = size > 1 ? (double)i / (size - 1) * (points - 1) : 0;
            var first = Math.Min((int)position, points - 2);
            var t = position - first;
            var s = 1 - t;
            taps[i] = (first, [(float)(s * s * s / 6), (float)((3 * t * t * t - 6 * t * t + 4) / 6), (float)((3 * s * s * s - 6 * s * s + 4) / 6), (float)(t * t * t / 6)]);
        }
        return taps;
    }
}
