using EchoSynth.Imaging.Metrics;

namespace EchoSynth.Imaging.Speckle;

/// <summary>The smallest rectangle around a region, with its values and which of them belong to the region.</summary>
internal sealed class RegionPatch
{
    private readonly double[] _inside;
    private readonly double[] _values;
    private readonly int _width, _height;
    private double _variance;

    /// <param name="values">Row-major, one for each pixel of the frame.</param>
    /// <param name="region">As many; not empty.</param>
    /// <param name="frameWidth">Columns of the frame.</param>
    public RegionPatch(ReadOnlySpan<double> values, ReadOnlySpan<bool> region, int frameWidth)
    {
        var (left, right) = (frameWidth, -1);
        var (top, bottom) = (region.IndexOf(true) / frameWidth, region.LastIndexOf(true) / frameWidth);
        for (var y = top; y <= bottom; y++)
        {
            var row = region.Slice(y * frameWidth, frameWidth);
            if (row.Contains(true))
                (left, right) = (Math.Min(left, row.IndexOf(true)), Math.Max(right, row.LastIndexOf(true)));
        }
        (_width, _height) = (right - left + 1, bottom - top + 1);
        (_inside, _values) = (new double[_width * _height], new double[_width * _height]);
        for (var i = 0; i < _values.Length; i++)
        {
            var source = (top + i / _width) * frameWidth + left + i % _width;
            if (region[source])
                (_inside[i], _values[i]) = (1, values[source]);
        }
        Centre();
    }

    /// <summary>Full width at half maximum of the autocorrelation along x, in pixels.</summary>
    public double LateralWidth => Width(_width, Lateral);

    /// <summary>The same along y.</summary>
    public double AxialWidth => Width(_height, lag => Products(0, lag * _width, (_height - lag) * _width));

    /// <summary>Takes off the Gaussian mean of the region's pixels around each.</summary>
    public void RemoveBackground(double sigma)
    {
        var weights = GaussianFilter.Gaussian(sigma, (int)Math.Ceiling(3 * sigma));
        var sums = GaussianFilter.Filter(_values, _width, _height, weights);
        var shares = GaussianFilter.Filter(_inside, _width, _height, weights);
        for (var i = 0; i < _values.Length; i++)
            _values[i] -= _inside[i] > 0 ? sums[i] / shares[i] : 0;
        Centre();
    }

    /// <summary>Makes the region's mean 0 and takes its variance; outside it values stay 0.</summary>
    private void Centre()
    {
        var pixels = _inside.Sum();
        var mean = _values.Sum() / pixels;
        for (var i = 0; i < _values.Length; i++)
            _values[i] -= _inside[i] * mean;
        _variance = _values.Sum(v => v * v) / pixels;
    }

    private double Width(int size, Func<int, (double Sum, double Pairs)> products)
    {
        var before = 1.0;
        for (var lag = 1; lag < size; lag++)
        {
            var (sum, pairs) = products(lag);
            if (pairs < SpeckleStatistics.MinPixels)
                return double.NaN;
            var correlation = sum / pairs / _variance;
            if (correlation < 0.5)
                return 2 * (lag - 1 + (before - 0.5) / (before - correlation));
            before = correlation;
        }
        return double.NaN;
    }

    private (double Sum, double Pairs) Lateral(int lag)
    {
        var (sum, pairs) = (0.0, 0.0);
        for (var y = 0; y < _height; y++)
        {
            var row = Products(y * _width, lag, _width - lag);
            (sum, pairs) = (sum + row.Sum, pairs + row.Pairs);
        }
        return (sum, pairs);
    }

    private (double Sum, double Pairs) Products(int start, int lag, int count)
    {
        var (sum, pairs) = (0.0, 0.0);
        for (var i = start; i < start + count; i++)
        {
            sum += _values[i] * _values[i + lag];
            pairs += _inside[i] * _inside[i + lag];
        }
        return (sum, pairs);
    }
}
