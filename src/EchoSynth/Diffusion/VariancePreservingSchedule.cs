using EchoSynth.Validation;

namespace EchoSynth.Diffusion;

/// <summary>The variance-preserving (VP) schedule with large steps.</summary>
/// <remarks>
/// t_i = ε + (1 − ε)·i/T; ᾱ(t) = exp(−½ t² (β_max − β_min) − t β_min); β_i = 1 − ᾱ(t_i)/ᾱ(t_{i−1}), and β_0 = 0 so that x_0 is clean.
/// Sources: score SDE, arXiv 2011.13456, appendix C; denoising diffusion GANs, arXiv 2112.07804, appendix B.
/// </remarks>
public sealed class VariancePreservingSchedule : DiffusionSchedule
{
    /// <summary>Computes the tables.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public VariancePreservingSchedule(ScheduleOptions? options = null)
        : base(Betas(options ??= new ScheduleOptions())) =>
        Options = options;

    /// <inheritdoc/>
    public override ScheduleOptions Options { get; }

    private static double[] Betas(ScheduleOptions options)
    {
        OptionsGuard.Validate(options);
        var (T, βMin, βMax, ε) = (options.Steps, options.BetaMin, options.BetaMax, options.Epsilon);

        double ᾱ(int i)
        {
            var t = ε + (1 - ε) * i / T;
            return Math.Exp(-0.5 * t * t * (βMax - βMin) - t * βMin);
        }

        var β = new double[T + 1];
        for (var i = 1; i <= T; i++)
            β[i] = 1 - ᾱ(i) / ᾱ(i - 1);
        return β;
    }
}
