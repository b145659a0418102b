namespace EchoSynth.Peers;

/// <summary>What one contender took for one round.</summary>
/// <param name="Seconds">What counts: of a sampling the call, of a training the mean over the R1 interval of its options.</param>
/// <param name="Plain">A training step without R1; NaN elsewhere.</param>
/// <param name="WithR1">A training step with R1; NaN elsewhere.</param>
internal sealed record Turn(double Seconds, double Plain = double.NaN, double WithR1 = double.NaN)
{
    /// <summary>The mean over the interval of the training's options from a round of another one: with R1 every <paramref name="interval"/>-th step.</summary>
    public static Turn Of(IReadOnlyList<double> steps, int interval)
    {
        var plain = steps.Skip(1).Average();
        return new Turn((steps[0] + plain * (interval - 1)) / interval, plain, steps[0]);
    }
}

/// <summary>A contender's part in a case.</summary>
internal sealed class Part(Contender contender)
{
    public Contender Contender { get; } = contender;

    public List<Turn> Turns { get; } = [];

    /// <summary>All images of the warm-up's call, [0, 1]; empty for a training.</summary>
    public float[] Images { get; set; } = [];

    /// <summary>Of each training step, warm-up included.</summary>
    public List<IReadOnlyDictionary<string, double>> Losses { get; } = [];

    /// <summary>The most memory of its process, bytes; 0 where unknown.</summary>
    public long PeakBytes { get; set; }

    /// <summary>GPU memory of its process, bytes; 0 where unknown.</summary>
    public long DeviceBytes { get; set; }

    /// <summary>Of its libtorch.</summary>
    public string Torch { get; set; } = "";

    /// <summary>Why it took no part, or no further one; null where it did.</summary>
    public string? Failure { get; set; }
}
