using System.Numerics;

namespace EchoSynth.Imaging.Metrics;

/// <summary>The discrete Fourier transform of any length: radix 2, and Bluestein's algorithm for the others.</summary>
internal sealed class Fourier
{
    private readonly int _length;
    private readonly Complex[] _roots;
    private readonly Complex[]? _chirp;
    private readonly Complex[]? _kernel;
    private readonly Fourier? _inner;

    public Fourier(int length)
    {
        _length = length;
        _roots = [.. Enumerable.Range(0, Math.Max(1, length / 2)).Select(k => Complex.FromPolarCoordinates(1, -2 * Math.PI * k / length))];
        if (BitOperations.IsPow2(length))
            return;
        // X_k = c_k Σ (x_n c_n) c*_{k−n}, c_n = exp(−iπ n²/N): a convolution, done at a power of two.
        _chirp = [.. Enumerable.Range(0, length).Select(n => Complex.FromPolarCoordinates(1, -Math.PI * ((long)n * n % (2L * length)) / length))];
        var padded = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * length - 1));
        _inner = new Fourier(padded);
        _kernel = new Complex[padded];
        for (var n = 0; n < length; n++)
            _kernel[n] = _kernel[(padded - n) % padded] = Complex.Conjugate(_chirp[n]);
        _inner.Forward(_kernel);
    }

    /// <summary>Transforms in place, without a factor.</summary>
    public void Forward(Span<Complex> values)
    {
        if (_inner is null)
            Radix2(values);
        else
            Bluestein(values);
    }

    /// <summary>The power |X|² of a real image, frequency 0 first; row-major.</summary>
    public static double[] Power(double[] values, int width, int height)
    {
        var data = new Complex[values.Length];
        for (var i = 0; i < data.Length; i++)
            data[i] = values[i];
        var (rows, columns) = (new Fourier(width), new Fourier(height));
        for (var y = 0; y < height; y++)
            rows.Forward(data.AsSpan(y * width, width));
        var column = new Complex[height];
        var power = new double[values.Length];
        for (var x = 0; x < width; x++)
        {
            for (var y = 0; y < height; y++)
                column[y] = data[y * width + x];
            columns.Forward(column);
            for (var y = 0; y < height; y++)
                power[y * width + x] = column[y].Real * column[y].Real + column[y].Imaginary * column[y].Imaginary;
        }
        return power;
    }

    private void Radix2(Span<Complex> values)
    {
        for (int i = 1, j = 0; i < _length; i++)
        {
            var bit = _length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
                j ^= bit;
            j ^= bit;
            if (i < j)
                (values[i], values[j]) = (values[j], values[i]);
        }
        for (var half = 1; half < _length; half *= 2)
        {
            var stride = _length / (2 * half);
            for (var start = 0; start < _length; start += 2 * half)
            {
                for (var k = 0; k < half; k++)
                {
                    var (even, odd) = (values[start + k], values[start + k + half] * _roots[k * stride]);
                    (values[start + k], values[start + k + half]) = (even + odd, even - odd);
                }
            }
        }
    }

    private void Bluestein(Span<Complex> values)
    {
        var work = new Complex[_kernel!.Length];
        for (var n = 0; n < _length; n++)
            work[n] = values[n] * _chirp![n];
        _inner!.Forward(work);
        // The inverse transform by conjugating before and after.
        for (var n = 0; n < work.Length; n++)
            work[n] = Complex.Conjugate(work[n] * _kernel[n]);
        _inner.Forward(work);
        for (var n = 0; n < _length; n++)
            values[n] = Complex.Conjugate(work[n]) / work.Length * _chirp![n];
    }
}
