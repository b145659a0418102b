namespace EchoSynth.Diffusion;

/// <summary>A schedule whose tables all follow from its β (algorithm §1–3): <see cref="VariancePreservingSchedule"/> or <see cref="DdpmSchedule"/>.</summary>
public abstract class DiffusionSchedule : IDiffusionSchedule
{
    private protected DiffusionSchedule(double[] β)
    {
        var T = β.Length - 1;
        double[] a = new double[T + 1], s = new double[T + 1], A = new double[T + 1], S = new double[T + 1];
        (a[0], A[0]) = (1, 1);
        for (var i = 1; i <= T; i++)
        {
            a[i] = Math.Sqrt(1 - β[i]);
            s[i] = Math.Sqrt(β[i]);
            A[i] = A[i - 1] * a[i];
            S[i] = Math.Sqrt(1 - A[i] * A[i]);
        }

        // 1 − ᾱ_t by recurrence, so that the first step is exact: c1_0 = 1, c2_0 = 0, var_0 = 0.
        double[] c1 = new double[T], c2 = new double[T], variance = new double[T];
        var lostBefore = 0.0;
        for (var t = 0; t < T; t++)
        {
            double b = β[t + 1], keptBefore = A[t] * A[t];
            var lost = lostBefore + keptBefore * b;
            variance[t] = b * lostBefore / lost;
            c1[t] = b * A[t] / lost;
            c2[t] = lostBefore * a[t + 1] / lost;
            lostBefore = lost;
        }

        (Beta, StepSignal, StepNoise, Signal, Noise) = (β, a, s, A, S);
        (PosteriorCleanWeight, PosteriorNoisyWeight, PosteriorVariance) = (c1, c2, variance);
    }

    /// <summary>The options it was computed from.</summary>
    public abstract DiffusionScheduleOptions Options { get; }

    /// <inheritdoc/>
    public int Steps => Beta.Count - 1;

    /// <inheritdoc/>
    public IReadOnlyList<double> Beta { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> StepSignal { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> StepNoise { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> Signal { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> Noise { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> PosteriorCleanWeight { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> PosteriorNoisyWeight { get; }

    /// <inheritdoc/>
    public IReadOnlyList<double> PosteriorVariance { get; }
}
