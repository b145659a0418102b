using MathNet.Numerics;

namespace EchoSynth.Imaging.Speckle;

/// <summary>Fits of distributions of speckle amplitudes.</summary>
internal static class AmplitudeFits
{
    /// <summary>Rayleigh's σ by maximum likelihood, √(Σx² / 2n), and the Kolmogorov–Smirnov distance to that distribution.</summary>
    /// <param name="values">Not all 0; sorted here.</param>
    public static (double Sigma, double Distance) Rayleigh(double[] values)
    {
        var square = values.Sum(v => v * v) / (2.0 * values.Length);
        Array.Sort(values);
        var distance = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            var expected = -Math.Exp(-values[i] * values[i] / (2 * square)) + 1;
            distance = Math.Max(distance, Math.Max(expected - (double)i / values.Length, (i + 1.0) / values.Length - expected));
        }
        return (Math.Sqrt(square), distance);
    }

    /// <summary>Nakagami's m by the inverse normalised variance of the power, E²[x²] / Var[x²], and Ω = E[x²].</summary>
    public static (double Shape, double Spread) Nakagami(double[] values)
    {
        var spread = values.Sum(v => v * v) / values.Length;
        var variance = values.Sum(v => (v * v - spread) * (v * v - spread)) / values.Length;
        return (spread * spread / variance, spread);
    }

    /// <summary>Nakagami's m by maximum likelihood: ln m − ψ(m) = ln E[x²] − E[ln x²]; NaN where a value is 0, which has no likelihood.</summary>
    public static double NakagamiByLikelihood(double[] values, double spread)
    {
        var logarithms = 0.0;
        foreach (var value in values)
        {
            if (!(value > 0))
                return double.NaN;
            logarithms += 2 * Math.Log(value);
        }
        var target = Math.Log(spread) - logarithms / values.Length;
        // The left side falls from infinity to 0, so halving the interval of ln m cannot miss.
        var (low, high) = (Math.Log(1e-4), Math.Log(1e8));
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            if (middle - SpecialFunctions.DiGamma(Math.Exp(middle)) > target)
                low = middle;
            else
                high = middle;
        }
        return Math.Exp((low + high) / 2);
    }
}
