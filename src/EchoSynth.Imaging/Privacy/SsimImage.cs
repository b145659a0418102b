using System.Numerics;
using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Privacy;

/// <summary>An image reduced to at most 64 × 64 pixels with the local means and variances that SSIM needs, for quick comparisons with many others.</summary>
internal sealed class SsimImage
{
    private const int MaxSize = 64;
    private const int Taps = 11;
    private const float C1 = (float)(0.01 * PixelError.DataRange * (0.01 * PixelError.DataRange));
    private const float C2 = (float)(0.03 * PixelError.DataRange * (0.03 * PixelError.DataRange));
    private static readonly float[] s_window = [.. GaussianFilter.Gaussian(1.5, Taps / 2).Select(w => (float)w)];

    private readonly int _height;
    private readonly int _columns;
    private readonly int _pitch;
    private readonly float[] _values;
    private readonly float[] _means;
    private readonly float[] _squares;

    public SsimImage(EchoImage image)
    {
        var small = Math.Max(image.Width, image.Height) <= MaxSize ? image : Resampling.FitToSquare(new EchoImage(image.Width, image.Height, image.Pixels), MaxSize);
        (_height, _columns) = (small.Height, small.Width - Taps + 1);
        // Rows end in zeros, so that whole vectors can be read.
        _pitch = (_columns + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count + Taps - 1 + Vector<float>.Count;
        _values = new float[_height * _pitch];
        for (var y = 0; y < _height; y++)
        {
            for (var x = 0; x < small.Width; x++)
                _values[y * _pitch + x] = (float)PixelError.DataRange * small[x, y];
        }
        (_means, _squares) = (new float[_values.Length], new float[_values.Length]);
        for (var y = 0; y + Taps <= _height; y++)
        {
            for (var x = 0; x < _columns; x++)
            {
                var (mean, square) = (0.0, 0.0);
                for (var k = 0; k < Taps * Taps; k++)
                {
                    var (weight, value) = ((double)s_window[k / Taps] * s_window[k % Taps], (double)_values[(y + k / Taps) * _pitch + x + k % Taps]);
                    (mean, square) = (mean + weight * value, square + weight * value * value);
                }
                (_means[y * _pitch + x], _squares[y * _pitch + x]) = ((float)mean, (float)(square - mean * mean));
            }
        }
    }

    /// <summary>Numbers of scratch that <see cref="Compare"/> needs.</summary>
    public int Scratch => _pitch * (_height + 1);

    /// <summary>The mean SSIM over all windows that fit.</summary>
    public float Compare(SsimImage other, Span<float> scratch)
    {
        var row = scratch[.._pitch];
        var across = scratch.Slice(_pitch, _pitch * _height);
        for (var y = 0; y < _height; y++)
        {
            for (var x = 0; x <= _pitch - Vector<float>.Count; x += Vector<float>.Count)
                (At(_values, y * _pitch + x) * At(other._values, y * _pitch + x)).CopyTo(row[x..]);
            for (var x = 0; x < _columns; x += Vector<float>.Count)
            {
                var sum = Vector<float>.Zero;
                for (var k = 0; k < Taps; k++)
                    sum = Vector.MultiplyAddEstimate(new Vector<float>(s_window[k]), new Vector<float>(row[(x + k)..]), sum);
                sum.CopyTo(across[(y * _pitch + x)..]);
            }
        }
        var total = Vector<float>.Zero;
        var (c1, c2, last) = (new Vector<float>(C1), new Vector<float>(C2), new Vector<float>(_columns % Vector<float>.Count));
        for (var y = 0; y + Taps <= _height; y++)
        {
            for (var x = 0; x < _columns; x += Vector<float>.Count)
            {
                var cross = Vector<float>.Zero;
                for (var k = 0; k < Taps; k++)
                    cross = Vector.MultiplyAddEstimate(new Vector<float>(s_window[k]), new Vector<float>(across[((y + k) * _pitch + x)..]), cross);
                var at = y * _pitch + x;
                var (m, n) = (At(_means, at), At(other._means, at));
                var map = (2 * m * n + c1) * (2 * (cross - m * n) + c2) / ((m * m + n * n + c1) * (At(_squares, at) + At(other._squares, at) + c2));
                total += x + Vector<float>.Count <= _columns ? map : Vector.ConditionalSelect(Vector.LessThan(Vector<float>.Indices, last), map, Vector<float>.Zero);
            }
        }
        return Vector.Sum(total) / (_columns * (_height - Taps + 1));
    }

    private static Vector<float> At(float[] values, int index) => Vector.LoadUnsafe(ref values[index]);
}
