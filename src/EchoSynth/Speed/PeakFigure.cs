namespace EchoSynth.Speed;

/// <summary>What one operator reached in <see cref="MachinePeak"/>.</summary>
/// <param name="Name">The operator with its sizes, such as "convolution 3×3, 64 channels, fp32".</param>
/// <param name="Amount">What one call does: floating-point operations, or bytes.</param>
/// <param name="Time">Seconds a call took: shortest, median and longest.</param>
public sealed record PeakFigure(string Name, double Amount, Timing Time)
{
    /// <summary>Operations or bytes per second of the fastest call.</summary>
    public double Best => Amount / Time.Low;

    /// <summary>The same of the median call.</summary>
    public double Usual => Amount / Time.Median;
}
