using System.ComponentModel.DataAnnotations;

namespace EchoSynth.Diffusion;

/// <summary>Options of <see cref="VariancePreservingSchedule"/>.</summary>
public sealed record ScheduleOptions : DiffusionScheduleOptions
{
    /// <summary>T, the number of denoising steps.</summary>
    /// <value>The default value is 4.</value>
    [Range(1, 1000)]
    public int Steps { get; init; } = 4;

    /// <summary>β_min of the VP process.</summary>
    /// <value>The default value is 0.1.</value>
    [Range(1e-6, 10)]
    public double BetaMin { get; init; } = 0.1;

    /// <summary>β_max of the VP process.</summary>
    /// <value>The default value is 20.</value>
    [Range(1e-3, 100)]
    public double BetaMax { get; init; } = 20;

    /// <summary>ε, the time of the clean image.</summary>
    /// <value>The default value is 0.001.</value>
    [Range(0, 0.5)]
    public double Epsilon { get; init; } = 1e-3;

    internal override VariancePreservingSchedule CreateSchedule() => new(this);
}
