namespace EchoSynth.Imaging.Speckle;

/// <summary>How <see cref="SpeckleStatistics"/> reads pixels.</summary>
public sealed class SpeckleOptions
{
    /// <summary>The dynamic range of the display, dB, with which grey g in [0, 1] is turned back into an amplitude 10^((g − 1) · range / 20), 1 for white; null measures
    /// grey values as they are.</summary>
    /// <remarks>
    /// Echo images show the logarithm of the amplitude, after a grey curve that is seldom known. Without the range fits are descriptive: they compare images of one kind,
    /// and say nothing about scatterers. With it they do as far as the display was a plain logarithm; black pixels, which stand for anything below the range, get its
    /// lowest amplitude.
    /// </remarks>
    /// <value>Above 0, at most 200. The default value is null; 50…70 is usual.</value>
    /// <exception cref="ArgumentOutOfRangeException">Out of range, or NaN.</exception>
    public double? DynamicRangeDecibels
    {
        get;
        init => field = value is null or (> 0 and <= 200)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The dynamic range must be above 0 and at most 200 dB.");
    }

    /// <summary>σ, in pixels, of the Gaussian mean over the region's own pixels that is taken off before the autocorrelation; null measures the pixels as they are.
    /// Nothing else depends on it.</summary>
    /// <remarks>
    /// Shading inside a tissue correlates over tens of pixels, and then widths are those of the shading, not of the speckle: in the phantom's myocardium 29 ± 24 pixels
    /// along y without it, 2.1 ± 0.5 with σ = 8 (40 hearts, 128 × 128). Choose at least twice the expected width: a smaller σ narrows what is measured.
    /// </remarks>
    /// <value>0.5…100. The default value is null.</value>
    /// <exception cref="ArgumentOutOfRangeException">Out of range, or NaN.</exception>
    public double? BackgroundSigma
    {
        get;
        init => field = value is null or (>= 0.5 and <= 100)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The background's σ must be 0.5…100 pixels.");
    }

    internal double[] Amplitudes(ReadOnlySpan<float> grey)
    {
        var scale = DynamicRangeDecibels * Math.Log(10) / 20;
        var values = new double[grey.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = scale is { } s ? Math.Exp((grey[i] - 1.0) * s) : grey[i];
        return values;
    }
}
