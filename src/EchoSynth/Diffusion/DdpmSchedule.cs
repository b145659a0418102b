using EchoSynth.Validation;

namespace EchoSynth.Diffusion;

/// <summary>The schedules with many small steps of the pure-diffusion baseline (algorithm §8).</summary>
/// <remarks>
/// Cosine: ᾱ_i = f(i)/f(0), f(i) = cos²(π/2 · (i/T + s)/(1 + s)), s = 0.008, β_i = min(1 − ᾱ_i/ᾱ_{i−1}, 0.999) (arXiv 2102.09672, §3.2).
/// Linear: T values of β from 10⁻⁴ to 0.02 (arXiv 2006.11239, §4); for T ≠ 1000 both ends times 1000/T, so that x_T stays noise, and at most 0.999.
/// </remarks>
public sealed class DdpmSchedule : DiffusionSchedule
{
    private const double Offset = 0.008, LargestBeta = 0.999, LinearFirst = 1e-4, LinearLast = 0.02;

    /// <summary>Computes the tables.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    public DdpmSchedule(DdpmScheduleOptions? options = null)
        : base(Betas(options ??= new DdpmScheduleOptions())) =>
        Options = options;

    /// <inheritdoc/>
    public override DdpmScheduleOptions Options { get; }

    private static double[] Betas(DdpmScheduleOptions options)
    {
        OptionsGuard.Validate(options);
        var T = options.Steps;

        double Cosine(int i) => 1 - f(i) / f(i - 1);
        double f(int i) => Math.Pow(Math.Cos(Math.PI / 2 * ((double)i / T + Offset) / (1 + Offset)), 2);
        double Linear(int i) => 1000.0 / T * (LinearFirst + (LinearLast - LinearFirst) * (i - 1) / Math.Max(T - 1, 1));

        var β = new double[T + 1];
        for (var i = 1; i <= T; i++)
            β[i] = Math.Min(options.Kind == DdpmScheduleKind.Cosine ? Cosine(i) : Linear(i), LargestBeta);
        return β;
    }
}
