using EchoSynth.Validation;

namespace EchoSynth.Diffusion;

/// <summary>The variance-preserving (VP) schedule with large steps.</summary>
/// <remarks>
/// t_i = ε + (1 − ε)·i/T; ᾱ(t) = exp(−½ t² (β_max − β_min) − t β_min); β_i = 1 − ᾱ(t_i)/ᾱ(t_{i−1}), and β_0 = 0 so that x_0 is clean.
/// Sources: score SDE, arXiv 2011.13456, appendix C; denoising diffusion GANs, arXiv 2112.07804, appendix B.
/// </remarks>
public sealed class VariancePreservingSchedule : IDiffusionSchedule
{
    /// <summary>Computes the tables.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public VariancePreservingSchedule(ScheduleOptions? options = null)
    {
        options ??= new ScheduleOptions();
        OptionsGuard.Validate(options);
        var (T, βMin, βMax, ε) = (options.Steps, options.BetaMin, options.BetaMax, options.Epsilon);

        double ᾱ(int i)
        {
            var t = ε + (1 - ε) * i / T;
            return Math.Exp(-0.5 * t * t * (βMax - βMin) - t * βMin);
        }

        double[] β = new double[T + 1], a = new double[T + 1], s = new double[T + 1], A = new double[T + 1], S = new double[T + 1];
        (a[0], A[0]) = (1, 1);
        for (var i = 1; i <= T; i++)
        {
            β[i] = 1 - ᾱ(i) / ᾱ(i - 1);
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

        Options = options;
        (Beta, StepSignal, StepNoise, Signal, Noise) = (β, a, s, A, S);
        (PosteriorCleanWeight, PosteriorNoisyWeight, PosteriorVariance) = (c1, c2, variance);
    }

    /// <summary>The options it was computed from.</summary>
    public ScheduleOptions Options { get; }

    /// <inheritdoc/>
    public int Steps => Options.Steps;

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
