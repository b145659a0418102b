using System.ComponentModel.DataAnnotations;

namespace EchoSynth.Diffusion;

/// <summary>How β grows in a <see cref="DdpmSchedule"/>.</summary>
public enum DdpmScheduleKind
{
    /// <summary>ᾱ follows a squared cosine (Nichol and Dhariwal, arXiv 2102.09672, eq. 17).</summary>
    Cosine,

    /// <summary>β grows linearly from 10⁻⁴ to 0.02 (Ho et al., arXiv 2006.11239, §4).</summary>
    Linear,
}

/// <summary>Options of <see cref="DdpmSchedule"/>.</summary>
public sealed record DdpmScheduleOptions : DiffusionScheduleOptions
{
    /// <summary>T, the number of steps of the diffusion; sampling may take fewer.</summary>
    /// <value>The default value is 1000.</value>
    [Range(1, 10_000)]
    public int Steps { get; init; } = 1000;

    /// <summary>How β grows.</summary>
    /// <value>The default value is cosine.</value>
    [AllowedValues(DdpmScheduleKind.Cosine, DdpmScheduleKind.Linear)]
    public DdpmScheduleKind Kind { get; init; }

    internal override DdpmSchedule CreateSchedule() => new(this);
}
